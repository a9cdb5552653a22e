package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.event.Door;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an installation of an earlier version has, and must still have afterwards. */
class MigrationTest {
    private final TestDatabase both = PostgresNode.shared().createDatabase();
    private final TestDatabase database = both.asOwner();

    @Test
    void whatWaitedToBePublishedStillDoesAndWhatWasPublishedIsNotPublishedAgain() {
        migrateTo("1");
        database.execute("CREATE TABLE audit_event_202601 PARTITION OF audit_event"
                + " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
        database.execute(
                "INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version,"
                        + " dialect, source, event_time, door, routing_key, sha256, content)"
                        + " SELECT i, '2026-01-15', gen_random_uuid(), 'e' || i, 't', '1', 'coder', 's', '2026-01-15', 'http', 't',"
                        + " sha256('x'), 'x' FROM generate_series(1, 5) i");
        database.execute("UPDATE audit_head SET last_sequence = 5");
        database.execute("INSERT INTO relay_pending (sequence, received_at, parked)"
                + " VALUES (3, '2026-01-15', true), (4, '2026-01-15', false), (5, '2026-01-15', false)");

        TestLog log = TestLog.on(both);

        assertThat(log.outbox().open()).isEqualTo(5);
        assertThat(log.outbox().retries(10))
                .extracting(Outbox.Pending::sequence)
                .containsExactly(4L, 5L);
        assertThat(log.outbox().backlog()).isEqualTo(new Outbox.Backlog(2, 1));
        log.append(Door.HTTP, "new");
        assertThat(log.outbox().fresh(5, 10))
                .hasValueSatisfying(stretch -> assertThat(stretch.upTo()).isEqualTo(6));
    }

    /** One login that owns all, as it was before there were two, and may still be. */
    @Test
    void databaseWithOneUser_goesOnAndIsLockedForItsOwner() {
        migrateTo("7");
        database.execute("CREATE TABLE audit_event_202601 PARTITION OF audit_event"
                + " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
        database.execute(
                "INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version,"
                        + " dialect, source, event_time, door, routing_key, sha256, content)"
                        + " VALUES (1, '2026-01-15', gen_random_uuid(), 'old', 't', '1', 'coder', 's', '2026-01-15', 'amqp',"
                        + " 't', sha256('x'), 'x')");
        database.execute("UPDATE audit_head SET last_sequence = 1");

        TestLog log = TestLog.on(database);
        log.append(Door.HTTP, "new");

        assertThat(both.query("SELECT event_id FROM audit_event ORDER BY sequence"))
                .extracting(row -> row.get("event_id"))
                .containsExactly("old", "new");
        assertThat(log.outbox().open()).isZero();
        assertThat(database.query("SELECT 1 FROM audit_event UNION ALL SELECT 1 FROM audit_event_202601"))
                .isEmpty();
        assertThat(database.query("SELECT 1 FROM audit_head UNION ALL SELECT 1 FROM installation"))
                .isEmpty();
    }

    @Test
    void gatewayWithAnotherLogin_isGrantedWhatItNeedsAtItsStart() {
        TestTransactions.on(both);
        both.execute("CREATE ROLE another LOGIN");
        TestDatabase asAnother = new TestDatabase(both.jdbcUrl(), "another", "");
        assertThatThrownBy(() -> asAnother.number("SELECT count(*) FROM audit_event"))
                .hasRootCauseMessage("ERROR: permission denied for table audit_event");

        TestTransactions.migration(both)
                .placeholders(Map.of("gateway_role", "another"))
                .load()
                .migrate();

        assertThat(asAnother.number("SELECT count(*) FROM audit_event")).isZero();
    }

    private void migrateTo(String version) {
        // what is granted at the end is granted on tables of now
        TestTransactions.migration(both)
                .target(version)
                .skipDefaultCallbacks(true)
                .load()
                .migrate();
    }
}
