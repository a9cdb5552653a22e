package io.tallygate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Content;
import io.tallygate.event.Sender;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.AcceptedJson;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.Verdict;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads triggers off the queue: only those that ingest accepts as well reach a handler. */
@Singleton
class TriggerReader {
    private static final Logger LOG = Logger.getLogger(TriggerReader.class);

    private final EventValidator validator;
    private final JobCatalogue catalogue;

    TriggerReader(EventValidator validator, JobCatalogue catalogue) {
        this.validator = validator;
        this.catalogue = catalogue;
    }

    /** The trigger, or empty if the bytes are not a valid one for a known job that its sender may send. */
    Optional<TriggeredJob> read(Content content, Sender sender) {
        return validator.check(content, Optional.empty()) instanceof Verdict.Valid valid
                        && sender.objectionTo(valid.event()).isEmpty()
                        && catalogue.objectionTo(valid).isEmpty()
                ? valid.job().flatMap(job -> trigger(job, valid.event()))
                : Optional.empty();
    }

    private Optional<TriggeredJob> trigger(String job, WorkflowEvent event) {
        try {
            JsonNode data = AcceptedJson.read(event.content().bytes()).path("data");
            return Optional.of(new TriggeredJob(
                    event, job, data.path("metadata"), data.path("triggeredBy").asText()));
        } catch (IOException e) {
            LOG.error("A trigger that was valid cannot be read", e);
            return Optional.empty();
        }
    }
}
