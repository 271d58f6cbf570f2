package dev.davit.platform.database;

import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions of the hot path, by plain JDBC: through Hibernate each took 1 ms in a warm service and 5 ms in one that
 * has just started, and a run of a container commits nine times. Tables are read and checked through JPA.
 */
public class Commits {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** Transactions on {@code source}. */
    public Commits(DataSource source) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /** Commits what {@code work} does, or nothing of it. */
    public void run(Runnable work) throws DataAccessException {
        transaction.executeWithoutResult(status -> work.run());
    }

    /** Statements; within {@link #run}, or within a transaction of JPA on the same source, they belong to it. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }
}
