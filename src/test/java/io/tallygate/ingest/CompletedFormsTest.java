package io.tallygate.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.audit.AppendResult;
import io.tallygate.audit.InMemoryAuditLog;
import io.tallygate.audit.NewEntry;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletedFormsTest {
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());
    private static final EventValidator VALIDATOR = new EventValidator(CATALOG, ValidationLimits.DEFAULTS);
    private static final String BARE = """
            {"event_type": "workflow.triggered", "source": "airflow", "workflow_id": "d", "workflow_run_id": "r",
             "payload": {"data": {"n": 1}}, "metadata": {"environment": "dev"}}""";

    private final EventCompletion completion = new EventCompletion(CATALOG);
    private final InMemoryAuditLog inner = new InMemoryAuditLog();
    private final CompletedForms log = new CompletedForms(inner, completion);

    @Test
    void append_theCompletedFormOfWhatIsKept_isPresent() {
        WorkflowEvent original = read(BARE);
        log.append(List.of(entry(original)));

        assertThat(log.append(List.of(entry(read(completed(original))))))
                .containsExactly(new AppendResult.AlreadyPresent(1));
        assertThat(inner.entries()).hasSize(1);
    }

    /** As in an installation that saw only what another one had published, and then gets the original, later. */
    @Test
    void append_theOriginalOfACompletedFormThatIsKept_isPresent() {
        WorkflowEvent original = read(BARE);
        log.append(List.of(entry(read(completed(original)))));

        assertThat(log.append(List.of(entry(read(BARE))))).containsExactly(new AppendResult.AlreadyPresent(1));
    }

    @Test
    void append_anotherEventOfThatId_isAConflict() {
        WorkflowEvent original = read(BARE);
        log.append(List.of(entry(original)));

        assertThat(log.append(List.of(entry(read(completed(original).replace("\"n\": 1", "\"n\": 2"))))))
                .containsExactly(new AppendResult.IdReused(1));
    }

    private String completed(WorkflowEvent event) {
        Content form = completion.complete(event.type(), event.id(), event.version(), event.time(), event.content());
        return new String(form.bytes(), StandardCharsets.UTF_8);
    }

    private static WorkflowEvent read(String event) {
        Content content = Content.of(event.getBytes(StandardCharsets.UTF_8));
        return ((Verdict.Valid) VALIDATOR.check(content, Optional.empty())).event();
    }

    private static NewEntry entry(WorkflowEvent event) {
        return new NewEntry(event, Door.HTTP, Instant.EPOCH, event.type(), Optional.empty());
    }
}
