package io.tallygate.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Content;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoderEnvelopeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());

    static List<JsonNode> examples() {
        return CATALOG.schemas().stream()
                .filter(schema -> schema.dialect().equals("coder"))
                .map(EventSchema::document)
                .flatMap(schema -> StreamSupport.stream(schema.path("examples").spliterator(), false))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void envelope_throughACloudEvent_isTheSame_andTheCloudEventIsValid(ObjectNode envelope) {
        ObjectNode event = CoderEnvelope.toCloudEvent(envelope);

        assertThat(event.path("time")).isEqualTo(envelope.path("timestamp"));
        assertThat(event.path("tenantid")).isEqualTo(envelope.path("tenantId"));
        assertThat(CoderEnvelope.ofCloudEvent(event)).isEqualTo(envelope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"workflow.step.completed\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"2026-01-31T12:00:00Z\","
                        + "\"subject\":\"x\",\"datacontenttype\":\"application/json\",\"dataschema\":\"https://x.org/s\","
                        + "\"traceparent\":\"00-1-2-01\",\"sampledrate\":7,\"flag\":true,\"tenantid\":\"t\",\"dataversion\":\"1.0.0\","
                        + "\"correlationid\":\"c\",\"data\":{\"a\":[1,null,{\"b\":2.5}]}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"AQ==\"}",
                "{\"specversion\":\"1.0\",\"version\":\"a\",\"dataversion\":\"b\",\"timestamp\":\"c\",\"time\":\"d\"}"
            })
    void cloudEvent_throughAnEnvelope_isTheSame(String text) throws IOException {
        ObjectNode event = (ObjectNode) MAPPER.readTree(text);

        ObjectNode back = CoderEnvelope.toCloudEvent(CoderEnvelope.ofCloudEvent(event));

        assertThat(back).isEqualTo(event);
    }

    /** Whatever names and values an envelope has, those of CloudEvents among them. */
    @Test
    void anyEnvelope_throughACloudEvent_isTheSame() {
        Random random = new Random(7);
        String[] names = {
            "id",
            "type",
            "time",
            "timestamp",
            "specversion",
            "tenantid",
            "tenantId",
            "version",
            "dataversion",
            "data",
            "correlationid",
            "correlationId",
            "coderenvelope",
            "cloudevent:version",
            "cloudevent:x",
            "subject",
            "camelCase",
            "a",
            "",
            "data_base64",
            "\u00e9"
        };
        for (int i = 0; i < 5_000; i++) {
            ObjectNode envelope = MAPPER.createObjectNode();
            for (int j = random.nextInt(8); j > 0; j--) {
                String name = names[random.nextInt(names.length)];
                switch (random.nextInt(6)) {
                    case 0 -> envelope.put(name, random.nextInt());
                    case 1 -> envelope.put(name, random.nextLong());
                    case 2 -> envelope.putNull(name);
                    case 3 -> envelope.putObject(name).put("specversion", "x").put("id", 1);
                    case 4 -> envelope.putArray(name).add(true);
                    default -> envelope.put(name, "text");
                }
            }
            assertThat(CoderEnvelope.ofCloudEvent(CoderEnvelope.toCloudEvent(envelope)))
                    .isEqualTo(envelope);
        }
    }

    @Test
    void eventOfAnotherType_orOfNoCloudEvent_staysItsBytes() {
        CloudEvents door = new CloudEvents(CATALOG);
        for (String text : List.of(
                "{ \"specversion\": \"1.0\", \"type\": \"com.example\" }",
                "{\"type\": \"workflow.step.completed\"}",
                "[1]",
                "{\"specversion\": \"1.0\", \"type\": \"workflow.step.completed\", \"type\": \"x\"}",
                "not JSON",
                "")) {
            Content event = Content.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(door.ofStructured(event)).as(text).isSameAs(event);
        }
    }
}
