package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tallygate.event.Door;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresAuditLogTest extends AuditLogContract {
    private static final UUID TENANT = UUID.randomUUID();

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final PGSimpleDataSource dataSource = TestTransactions.migrated(database);

    @Override
    AuditLog log() {
        return log(Instant.parse("2026-02-01T00:00:00Z"));
    }

    private AuditLog log(Instant now) {
        Database transactions = new Database(dataSource);
        Partitions partitions = new Partitions(transactions, Clock.fixed(now, ZoneOffset.UTC));
        partitions.makeAhead(3);
        return new PostgresAuditLog(transactions, partitions, new OutboxSignal());
    }

    private Outbox outbox() {
        return new Outbox(new Database(dataSource), new OutboxSignal());
    }

    @Test
    void append_keepsTheOriginalBytes() {
        log().append(List.of(entry(TENANT, "a", "{ \"é\" : 1.0e0 }\n")));

        byte[] kept = (byte[])
                database.query("SELECT content FROM audit_event").get(0).get("content");
        assertThat(new String(kept, StandardCharsets.UTF_8)).isEqualTo("{ \"é\" : 1.0e0 }\n");
        assertThat(database.number("SELECT count(*) FROM audit_event WHERE sha256 = sha256(content)"))
                .isEqualTo(1);
    }

    @Test
    void append_makesAPartitionForATimeThatHasNone() {
        AuditLog log = log(Instant.parse("2031-05-05T00:00:00Z"));

        log.append(List.of(entry(TENANT, "a", "1")));

        assertThat(database.number("SELECT count(*) FROM audit_event_202602")).isEqualTo(1);
    }

    @Test
    void append_putsIntoTheOutboxOnlyWhatMustBePublished() {
        log().append(List.of(entry(TENANT, "a", "1", Door.AMQP), entry(TENANT, "b", "1", Door.HTTP)));

        assertThat(outbox().next(10)).extracting(Outbox.Pending::id).containsExactly("b");
    }

    @Test
    void append_textThatPostgresCannotHoldIsNotStorable() {
        assertThatThrownBy(() -> log().append(List.of(entry(TENANT, "nul \0", "1"))))
                .isInstanceOf(NotStorableException.class);
        assertThat(database.number("SELECT last_sequence FROM audit_head")).isZero();
    }

    @Test
    void append_storageAway() {
        dataSource.setPortNumbers(new int[] {1});

        assertThatThrownBy(() -> new Database(dataSource).inTransaction(connection -> connection))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void theLogIsAppendOnly() {
        log().append(List.of(entry(TENANT, "a", "1")));

        assertThatThrownBy(() -> database.execute("UPDATE audit_event SET source = 'x'"))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> database.execute("DELETE FROM audit_event_202602"))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> database.execute("TRUNCATE audit_event")).hasStackTraceContaining("append-only");
    }

    @Test
    void outbox_forgetsWhatIsPublishedAndParksWhatCannotBeRouted() {
        log().append(List.of(
                entry(TENANT, "a", "1", Door.HTTP),
                entry(TENANT, "b", "1", Door.HTTP),
                entry(TENANT, "c", "1", Door.JOB)));
        Outbox outbox = outbox();

        outbox.markPublished(List.of(1L));
        outbox.markUnroutable(2, "NO_ROUTE", false);
        assertThat(outbox.next(10))
                .extracting(Outbox.Pending::sequence, Outbox.Pending::attempts)
                .containsExactly(tuple(2L, 1), tuple(3L, 0));

        outbox.markUnroutable(2, "NO_ROUTE", true);
        assertThat(outbox.next(10)).extracting(Outbox.Pending::sequence).containsExactly(3L);
        assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(1, 1));

        outbox.publishAgain(2);
        outbox.publishAgain(1);
        assertThat(outbox.next(10)).extracting(Outbox.Pending::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void leadership_isHeldByOneAtATimeAndGoesOn() {
        try (Leadership first = new Leadership(dataSource);
                Leadership second = new Leadership(dataSource)) {
            assertThat(first.held()).isTrue();
            assertThat(second.held()).isFalse();
            first.close();
            assertThat(second.held()).isTrue();
            assertThat(first.held()).isFalse();
        }
    }
}
