package dev.davit.registry.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeasesTests {

    private JdbcClient jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:leases;MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        jdbc = JdbcClient.create(source);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        jdbc.sql("drop table if exists tasks").update();
        jdbc.sql("create table tasks (name varchar(9) primary key, holder varchar(36), epoch bigint default 0,"
                        + " held_until timestamp(6) with time zone)")
                .update();
        jdbc.sql("insert into tasks (name) values ('one'), ('two')").update();
    }

    private Leases process(Duration lease) {
        return new Leases(jdbc, transaction, new ReplicaProperties(lease, Duration.ZERO), "tasks", "name");
    }

    @Test
    void takeWhenAnotherProcessHasItIsRefusedUntilItIsReleased() {
        Leases here = process(Duration.ofMinutes(1));
        Leases there = process(Duration.ofMinutes(1));
        Lease lease = here.take("one").orElseThrow();
        assertThat(lease.stands()).isTrue();
        assertThat(there.take("one")).isEmpty();
        assertThat(here.take("one")).isEmpty();
        assertThat(there.take("two")).isPresent();
        here.release(lease);
        assertThat(lease.stands()).isFalse();
        assertThat(there.take("one").orElseThrow().epoch()).isEqualTo(lease.epoch() + 1);
        assertThat(there.take("three")).isEmpty();
    }

    @Test
    void leaseThatRanOutIsAnybodysAndStandsNoMore() throws InterruptedException {
        Leases here = process(Duration.ofSeconds(1));
        Lease lease = here.take("one").orElseThrow();
        Thread.sleep(1200);
        assertThat(lease.stands()).isFalse();
        Leases there = process(Duration.ofMinutes(1));
        Lease taken = there.take("one").orElseThrow();
        here.work();
        assertThat(lease.stands()).isFalse();
        assertThat(confirm(here, lease)).isFalse();
        here.release(lease);
        assertThat(confirm(there, taken)).isTrue();
        assertThat(taken.stands()).isTrue();
    }

    @Test
    void beginMakesTheRowAndEndTakesItAway() {
        Leases here = process(Duration.ofMinutes(1));
        Leases there = process(Duration.ofMinutes(1));
        Lease lease = here.begin("new").orElseThrow();
        assertThat(there.begin("new")).isEmpty();
        there.end(new Lease("new", lease.epoch(), () -> true)); // not theirs to end
        assertThat(there.begin("new")).isEmpty();
        here.end(lease);
        assertThat(lease.stands()).isFalse();
        assertThat(there.take("new")).isEmpty();
        assertThat(there.begin("new")).isPresent();
    }

    @Test
    void workRenewsWhatIsHeld() throws InterruptedException {
        Leases here = process(Duration.ofSeconds(2));
        Lease lease = here.take("one").orElseThrow();
        for (int i = 0; i < 6; i++) {
            Thread.sleep(500);
            here.work();
        }
        assertThat(lease.stands()).isTrue();
        assertThat(process(Duration.ofSeconds(2)).take("one")).isEmpty();
    }

    @Test
    void leaseThatCouldNotBeReleasedRunsOut() throws InterruptedException {
        Leases here = process(Duration.ofSeconds(1));
        Lease one = here.take("one").orElseThrow();
        Lease two = here.take("two").orElseThrow();
        jdbc.sql("alter table tasks rename to away").update();
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> here.release(one));
        jdbc.sql("alter table away rename to tasks").update();
        for (int i = 0; i < 4; i++) {
            Thread.sleep(400);
            here.work();
        }
        assertThat(two.stands()).isTrue();
        assertThat(process(Duration.ofMinutes(1)).take("one")).isPresent();
        assertThat(process(Duration.ofMinutes(1)).take("two")).isEmpty();
    }

    private boolean confirm(Leases leases, Lease lease) {
        return Boolean.TRUE.equals(transaction.execute(status -> leases.confirm(lease)));
    }

    @Test
    void propertiesHaveADefaultAndAreMapped() {
        assertThat(bind(Map.of())).isEqualTo(new ReplicaProperties(Duration.ofSeconds(15), Duration.ofSeconds(30)));
        assertThat(bind(Map.of("davit.registry.replicas.lease", "1m", "davit.registry.replicas.patience", "5s")))
                .isEqualTo(new ReplicaProperties(Duration.ofMinutes(1), Duration.ofSeconds(5)));
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("davit.registry.replicas.lease", "10ms")))
                .havingRootCause()
                .withMessageContaining("davit.registry.replicas.lease");
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("davit.registry.replicas.patience", "-1s")))
                .havingRootCause()
                .withMessageContaining("davit.registry.replicas.patience");
    }

    private static ReplicaProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.replicas", ReplicaProperties.class);
    }
}
