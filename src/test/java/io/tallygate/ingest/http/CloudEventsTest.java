package io.tallygate.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.CollidingNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    private final CloudEvents cloudEvents = new CloudEvents(SchemaCatalog.load(Optional.empty()));

    @Test
    void ofStructured_namesThatCollideInTheParsersTable_becomesItsEnvelopeLikeAnyOther() {
        String names = CollidingNames.ofTheParser(3_000).stream()
                .map(name -> '"' + name + "\":0")
                .collect(Collectors.joining(","));
        Content event = Content.of(
                ("{\"specversion\":\"1.0\",\"type\":\"workflow.job.trigger\",\"time\":\"2026-01-01T00:00:00Z\","
                                + "\"data\":{" + names + "}}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(new String(cloudEvents.ofStructured(event).bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"workflow.job.trigger\",\"timestamp\":\"2026-01-01T00:00:00Z\"");
    }
}
