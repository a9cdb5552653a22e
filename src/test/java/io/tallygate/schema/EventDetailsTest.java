package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lists show of the examples of each dialect, read by its pointers. */
class EventDetailsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflow.step.completed             | 0 | /data/workflowId  | succeeded | /data/durationMs             | -",
                "workflow.opportunity.analysis.failed| 0 | /data/workflowId  | failed    | -                            | -",
                "workflow.triggered                  | 0 | /workflow_run_id  | running   | -                            | -",
                "workflow_start                      | 0 | /workflow_id      | running   | -                            | /project",
                "step_complete                       | 0 | /workflow_id      | success   | /step/duration_ms            | -",
                "workflow_complete                   | 0 | /workflow_id      | success   | /duration_ms                 | -",
                "{node_type}.{operation}.completed   | 0 | /correlation_id   | completed | /payload/execution_time_ms   | -",
                "activity.logged                     | 0 | -                 | Success   | 45200                        | /workspace_id"
            })
    void details_ofTheExamples(String type, int index, String run, String status, String duration, String project) {
        JsonNode example = Events.BUILT_IN.schemas().stream()
                .filter(schema -> schema.type().equals(type))
                .findFirst()
                .orElseThrow()
                .document()
                .path("examples")
                .get(index);

        EventDetails details =
                Events.BUILT_IN.details(type, Events.content(example.toString()).bytes());

        assertThat(details.run().orElse("-")).isEqualTo(at(example, run));
        assertThat(details.status()).contains(status);
        assertThat(details.durationMs().map(Object::toString).orElse("-")).isEqualTo(at(example, duration));
        assertThat(details.project().orElse("-")).isEqualTo(at(example, project));
    }

    private static String at(JsonNode example, String place) {
        return place.startsWith("/") ? example.at(place).asText() : place;
    }

    @Test
    void artifacts_ofAnArray_areAllNamed_upToABound() {
        String many = IntStream.range(0, 30)
                .mapToObj(i -> "{\"path\":\"s3://b/" + i + "\"}")
                .collect(Collectors.joining(","));

        assertThat(details("step_complete", "{\"artifacts\":[{\"path\":\"s3://b/0\"},{},{\"path\":\"s3://b/2\"}]}")
                        .artifacts())
                .containsExactly("s3://b/0", "s3://b/2");
        assertThat(details("step_complete", "{\"artifacts\":[" + many + "]}").artifacts())
                .hasSize(EventDetails.MAX_ARTIFACTS);
        assertThat(details("artifact_create", "{\"artifact\":{\"path\":\"s3://b/a\"}}")
                        .artifacts())
                .containsExactly("s3://b/a");
        assertThat(details("activity.logged", "{\"target_table\":\"issues\"}").artifacts())
                .containsExactly("issues");
    }

    @ParameterizedTest
    @CsvSource({"45.2,45200", "0,0", "1e3,1000000", "0.0005,0.5", "1e-300,0", "1e300,-", "null,-", "'\"3\"',-"})
    void duration_ofSeconds_isTold_inMilliseconds(String seconds, String millis) {
        assertThat(details("activity.logged", "{\"duration\":" + seconds + "}")
                        .durationMs()
                        .map(Object::toString)
                        .orElse("-"))
                .isEqualTo(millis);
    }

    @Test
    void details_ofWhatIsNotKnownAnyMore_areNothing() {
        assertThat(details("no.such.type", "{}")).isEqualTo(EventDetails.ofUnknownDialect());
        assertThat(details("workflow_start", "no JSON")).isEqualTo(EventDetails.ofUnknownDialect());
    }

    private static EventDetails details(String type, String content) {
        return Events.BUILT_IN.details(type, Events.content(content).bytes());
    }
}
