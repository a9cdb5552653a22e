package io.tallygate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.event.Sender;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.testkit.CollidingNames;
import io.tallygate.testkit.Configured;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TriggerReaderTest {
    private final TriggerReader reader = new TriggerReader(
            new EventValidator(SchemaCatalog.load(Optional.empty()), ValidationLimits.DEFAULTS),
            new JobCatalogue(Configured.by(Map.of(), JobsConfig.class)));

    @Test
    void read_validTrigger_hasItsJobAndItsMetadata() {
        TriggeredJob job =
                reader.read(trigger("outcome-sync", "\"day\":1"), Sender.ANYONE).orElseThrow();

        assertThat(job.job()).isEqualTo("outcome-sync");
        assertThat(job.metadata().path("day").asInt()).isEqualTo(1);
    }

    @Test
    void read_metadataWhoseNamesCollideInTheParsersTable_isReadLikeAnyOther() {
        String names = CollidingNames.ofTheParser(3_000).stream()
                .map(name -> '"' + name + "\":0")
                .collect(Collectors.joining(","));

        assertThat(reader.read(trigger("outcome-sync", names), Sender.ANYONE)
                        .orElseThrow()
                        .metadata())
                .hasSize(3_000);
    }

    @Test
    void read_unknownJobOrInvalid_isEmpty() {
        assertThat(reader.read(trigger("no-such-job", ""), Sender.ANYONE)).isEmpty();
        assertThat(reader.read(content("{}"), Sender.ANYONE)).isEmpty();
    }

    private static Content trigger(String job, String metadata) {
        return content("""
                {"id":"6e0f2d1c-6d0d-4c1e-9b0a-3f6f1f0d4b11","type":"workflow.job.trigger","version":"1.0.0",
                 "timestamp":"2026-01-27T10:00:00Z","tenantId":"11111111-1111-1111-1111-111111111111",
                 "source":"workflow-orchestrator",
                 "data":{"job":"%s","triggeredBy":"operator","timestamp":"2026-01-27T10:00:00Z","metadata":{%s}}}""".formatted(job, metadata));
    }

    private static Content content(String json) {
        return Content.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
