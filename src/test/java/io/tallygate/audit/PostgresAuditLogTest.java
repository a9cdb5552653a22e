package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresAuditLogTest extends AuditLogContract {
    private static final UUID TENANT = UUID.randomUUID();

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final OutboxTail tail = new OutboxTail();
    private final PGSimpleDataSource dataSource = TestTransactions.migrated(database);

    @Override
    AuditLog log() {
        return log(Instant.parse("2026-02-01T00:00:00Z"));
    }

    private AuditLog log(Instant now) {
        Database transactions = new Database(dataSource, new SimpleMeterRegistry());
        Partitions partitions = new Partitions(transactions, Clock.fixed(now, ZoneOffset.UTC));
        partitions.makeAhead(3);
        return new PostgresAuditLog(
                transactions, partitions, tail, new OutboxSignal(), new StoredSignal(), new StorageRoom());
    }

    private Outbox outbox() {
        return new PostgresOutbox(new Database(dataSource, new SimpleMeterRegistry()), tail, new OutboxSignal());
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

        assertThat(outbox().read(0, 10)).hasValueSatisfying(stretch -> {
            assertThat(stretch.upTo()).isEqualTo(2);
            assertThat(stretch.events()).extracting(Outbox.Pending::id).containsExactly("b");
        });
        assertThat(outbox().read(2, 10)).isEmpty();
        assertThat(outbox().backlog()).isEqualTo(new Outbox.Backlog(1, 0));
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

        assertThatThrownBy(() ->
                        new Database(dataSource, new SimpleMeterRegistry()).inTransaction(connection -> connection))
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
    void append_someKnownAmongNew() {
        AuditLog log = log();
        log.append(List.of(entry(TENANT, "a", "1"), entry(TENANT, "b", "1")));

        List<AppendResult> results = log.append(List.of(
                entry(TENANT, "c", "1"), entry(TENANT, "a", "1"), entry(TENANT, "b", "2"), entry(TENANT, "d", "1")));

        assertThat(results)
                .containsExactly(
                        new AppendResult.Appended(3),
                        new AppendResult.AlreadyPresent(1),
                        new AppendResult.IdReused(2),
                        new AppendResult.Appended(4));
        assertThat(log.append(List.of(entry(TENANT, "e", "1")))).containsExactly(new AppendResult.Appended(5));
        assertThat(database.number("SELECT count(*) FROM audit_event")).isEqualTo(5);
        assertThat(database.number("SELECT last_sequence FROM audit_head")).isEqualTo(5);
    }

    @Test
    void outbox_hasAtHandWhatWasCommittedHere() {
        Outbox outbox = outbox();
        log().append(List.of(entry(TENANT, "before anybody relays", "1", Door.HTTP)));
        assertThat(outbox.open()).isZero();

        log().append(List.of(entry(TENANT, "a", "1", Door.AMQP)));
        log().append(List.of(entry(TENANT, "b", "1", Door.HTTP), entry(TENANT, "a", "1", Door.HTTP)));

        assertThat(outbox.fresh(0, 10)).isEmpty();
        assertThat(outbox.hasGap(0)).isTrue();
        assertThat(outbox.fresh(1, 10)).hasValueSatisfying(stretch -> {
            assertThat(stretch.upTo()).isEqualTo(3);
            assertThat(stretch.events()).extracting(Outbox.Pending::sequence).containsExactly(3L);
        });
        assertThat(outbox.hasGap(3)).isFalse();
    }

    @Test
    void outbox_goesOnFromThePositionNotedAndKeepsWhatCannotBeRouted() {
        log().append(List.of(
                entry(TENANT, "a", "1", Door.HTTP),
                entry(TENANT, "b", "1", Door.HTTP),
                entry(TENANT, "c", "1", Door.JOB)));
        Outbox outbox = outbox();

        assertThat(outbox.advance(0, 2, 2, List.of(new Outbox.Unroutable(2, "NO_ROUTE", false))))
                .isTrue();
        assertThat(outbox.open()).isEqualTo(2);
        assertThat(outbox.advance(0, 3, 3, List.of(new Outbox.Unroutable(1, "late", false))))
                .isFalse();
        assertThat(outbox.retries(10))
                .extracting(Outbox.Pending::sequence, Outbox.Pending::attempts)
                .containsExactly(tuple(2L, 1));
        assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(2, 0));

        outbox.retried(List.of(), List.of(new Outbox.Unroutable(2, "NO_ROUTE", true)));
        assertThat(outbox.retries(10)).isEmpty();
        assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(1, 1));

        outbox.publishAgain(2);
        outbox.publishAgain(1);
        assertThat(outbox.retries(10))
                .extracting(Outbox.Pending::sequence, Outbox.Pending::attempts)
                .containsExactly(tuple(1L, 0), tuple(2L, 0));
        outbox.retried(List.of(1L, 2L), List.of());
        assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(1, 0));
    }

    @Test
    void mark_isTrueForTheContentAndKeyThatItWasMadeForAndNothingElse() {
        OriginMark mark = new OriginMark(new Database(dataSource, new SimpleMeterRegistry()));
        Content content = Content.of("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(mark.of(content, "key")).isEmpty();
        mark.refresh();
        String made = mark.of(content, "key").orElseThrow();

        assertThat(mark.isTrue(made, content, "key")).isTrue();
        assertThat(mark.isTrue(made, content, "other")).isFalse();
        assertThat(mark.isTrue(made, Content.of("{ }".getBytes(StandardCharsets.UTF_8)), "key"))
                .isFalse();
        assertThat(mark.isTrue("", content, "key")).isFalse();
        assertThat(mark.isTrue(made.toLowerCase(Locale.ROOT), content, "key")).isFalse();

        OriginMark ofAnotherInstance = new OriginMark(new Database(dataSource, new SimpleMeterRegistry()));
        ofAnotherInstance.refresh();
        assertThat(ofAnotherInstance.isTrue(made, content, "key")).isTrue();
        OriginMark ofAnotherInstallation = new OriginMark(new Database(
                TestTransactions.migrated(PostgresNode.shared().createDatabase()), new SimpleMeterRegistry()));
        ofAnotherInstallation.refresh();
        assertThat(ofAnotherInstallation.isTrue(made, content, "key")).isFalse();
    }

    @Test
    void leadership_isHeldByOneAtATimeAndGoesOn() {
        try (Leadership first = new Leadership(dataSource, Leadership.Duty.RELAY);
                Leadership second = new Leadership(dataSource, Leadership.Duty.RELAY)) {
            assertThat(first.held()).isTrue();
            assertThat(second.held()).isFalse();
            first.close();
            assertThat(second.held()).isTrue();
            assertThat(first.held()).isFalse();
        }
    }
}
