package dev.davit.engine.host;

import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions of the hot path, by plain JDBC: a state and its event took 5 ms through Hibernate in a service that has
 * just started, and a run commits four times. Tables are read and checked through JPA.
 */
@Component
public class Commits {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Commits(DataSource source) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /** Commits what {@code work} does, or nothing of it. */
    public void run(Runnable work) throws DataAccessException {
        transaction.executeWithoutResult(status -> work.run());
    }

    /** Statements; within {@link #run} they belong to its transaction. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }
}
