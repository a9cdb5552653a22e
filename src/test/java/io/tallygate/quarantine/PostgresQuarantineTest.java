package io.tallygate.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.audit.StorageRoom;
import io.tallygate.audit.StoredSignal;
import io.tallygate.audit.TestTransactions;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.event.Violation;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresQuarantineTest {
    private static final int MAX_CONTENT = 100;

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final Quarantine quarantine = new PostgresQuarantine(
            TestTransactions.on(database),
            new StorageRoom(),
            new StoredSignal(),
            () -> MAX_CONTENT,
            new ObjectMapper());

    @Test
    void add_keepsOneRowAnArrival() {
        quarantine.add(List.of(quarantined("x", false), quarantined("x", false)));
        quarantine.add(List.of(quarantined("x", false)));

        assertThat(database.number("SELECT count(*) FROM quarantine")).isEqualTo(3);
    }

    @Test
    void add_sameAgainUnderItsOwnIdIsNoSecondRow() {
        QuarantinedEvent event = quarantined("x", false);

        assertThat(quarantine.add(List.of(event))).containsExactly(event.id());
        assertThat(quarantine.add(List.of(event))).containsExactly(event.id());

        assertThat(database.number("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }

    @Test
    void add_redeliveredIsTheArrivalThatIsThere() {
        QuarantinedEvent first = quarantined("x", false);
        quarantine.add(List.of(first));

        assertThat(quarantine.add(List.of(quarantined("x", true)))).containsExactly(first.id());

        assertThat(database.number("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }

    @Test
    void add_redeliveredInTheSameBatchIsTheArrivalBeforeIt() {
        QuarantinedEvent first = quarantined("x", false);

        assertThat(quarantine.add(List.of(first, quarantined("x", true), quarantined("x", true))))
                .containsExactly(first.id(), first.id(), first.id());

        assertThat(database.number("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }

    @Test
    void add_redeliveredThatIsNotThereIsKept() {
        quarantine.add(List.of(quarantined("x", false)));

        quarantine.add(List.of(quarantined("y", true)));

        assertThat(database.number("SELECT count(*) FROM quarantine")).isEqualTo(2);
    }

    @Test
    void add_textThatPostgresCannotHoldIsShownDifferently() {
        QuarantinedEvent event = new QuarantinedEvent(
                UUID.randomUUID(),
                arrival("x", false, Map.of("na\0me", "half \ud800 pair")),
                new Rejection(
                        RejectionReason.UNREADABLE,
                        "nul \0",
                        List.of(Violation.ofRule("/a\0", "\ud800", "message \0"))),
                new Claim(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("i\0d"),
                        Optional.of("t".repeat(100_000)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());

        quarantine.add(List.of(event));

        Map<String, ?> row = database.query("SELECT message, event_id, length(event_type) AS length FROM quarantine")
                .get(0);
        assertThat(row.get("message")).isEqualTo("nul \ufffd");
        assertThat(row.get("event_id")).isEqualTo("i\ufffdd");
        assertThat(row.get("length")).isEqualTo(512);
    }

    @Test
    void add_ofAVeryLongOneKeepsTheBeginningAndItsHash() {
        quarantine.add(List.of(quarantined("x".repeat(MAX_CONTENT + 1), false)));

        assertThat(database.number("SELECT length(content) FROM quarantine")).isEqualTo(MAX_CONTENT);
        assertThat(database.number("SELECT content_length FROM quarantine")).isEqualTo(MAX_CONTENT + 1);
        assertThat(database.number(
                        "SELECT count(*) FROM quarantine WHERE sha256 = sha256(?)",
                        "x".repeat(MAX_CONTENT + 1).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(1);
    }

    private static QuarantinedEvent quarantined(String content, boolean redelivered) {
        return QuarantinedEvent.of(
                arrival(content, redelivered, Map.of("b", "2", "a", "1")),
                Rejection.of(RejectionReason.UNREADABLE, "no JSON"),
                Claim.nothing(),
                Optional.empty());
    }

    private static Arrival arrival(String content, boolean redelivered, Map<String, String> headers) {
        return new Arrival(
                Content.of(content.getBytes(StandardCharsets.UTF_8)),
                Door.AMQP,
                Instant.EPOCH,
                Optional.of("workflow.step.completed"),
                headers,
                Optional.empty(),
                Optional.empty(),
                redelivered,
                Sender.ANYONE);
    }
}
