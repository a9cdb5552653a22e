package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.event.WorkflowEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventCompletionTest {
    private static final SchemaCatalog CATALOG = Events.BUILT_IN;
    private static final Instant RECEIPT = Instant.parse("2026-01-31T12:00:00.123456789Z");
    private static final String BARE = """
            {"event_type": "workflow.triggered", "source": "airflow", "workflow_id": "d", "workflow_run_id": "r",
             "payload": {"data": {"n": 1.50, "big": 12345678901234567890}}, "metadata": {"environment": "dev"}}""";

    private final EventCompletion completion = new EventCompletion(CATALOG);

    @Test
    void complete_whatIsAbsent_isAddedAndNothingElseChanges() {
        WorkflowEvent event = read(BARE);

        assertThat(UUID.fromString(event.id()).version()).isEqualTo(8);
        assertThat(completed(event)).isEqualTo("""
                {"event_id":"%s","timestamp":"2026-01-31T12:00:00.123456Z",\
                "event_type": "workflow.triggered", "source": "airflow", "workflow_id": "d", "workflow_run_id": "r",
                 "payload": {"data": {"n": 1.50, "big": 12345678901234567890}}, \
                "metadata": {"version":"1.0","environment": "dev"}}""".formatted(event.id()));
    }

    @Test
    void complete_whatIsThere_staysAsItIs() {
        String stated = BARE.replace("{\"event_type\"", "{\"timestamp\": \"2025-01-27T10:00:00\", \"event_type\"");

        assertThat(completed(read(stated)))
                .contains("\"timestamp\": \"2025-01-27T10:00:00\"")
                .doesNotContain("2026");
    }

    @Test
    void complete_theCompletedForm_isItself() {
        WorkflowEvent event = read(BARE);
        WorkflowEvent again = read(completed(event));

        assertThat(again.id()).isEqualTo(event.id());
        assertThat(again.time()).isEqualTo(event.time());
        assertThat(completed(again)).isEqualTo(completed(event));
        assertThat(completion.isSame(event, again)).isTrue();
        assertThat(completion.isSame(again, event)).isTrue();
    }

    @Test
    void isSame_anotherWord_isAnotherEvent() {
        WorkflowEvent event = read(BARE);

        assertThat(completion.isSame(event, read(completed(event).replace("1.50", "1.5"))))
                .isFalse();
    }

    @Test
    void complete_anEventOfADialectThatCompletesNothing_isTheVeryOriginal() {
        Content content = Content.of(new byte[] {'?'}); // not even looked into

        assertThat(completion.complete("workflow_start", "i", "1.0.0", RECEIPT, content))
                .isSameAs(content);
    }

    private String completed(WorkflowEvent event) {
        Content completed =
                completion.complete(event.type(), event.id(), event.version(), event.time(), event.content());
        return new String(completed.bytes(), StandardCharsets.UTF_8);
    }

    private static WorkflowEvent read(String event) {
        EventValidator validator = new EventValidator(CATALOG, ValidationLimits.DEFAULTS, InstantSource.fixed(RECEIPT));
        return Events.valid(validator.check(Events.content(event), Optional.empty()))
                .event();
    }
}
