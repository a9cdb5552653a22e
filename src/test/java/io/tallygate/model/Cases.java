package io.tallygate.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The rows of the case tables, each with the model of its table. */
final class Cases {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Cases() {}

    /** @param input the event as the table has it */
    record Case(ModelType<?> model, JsonNode row, byte[] input) {
        boolean isValid() {
            return row.path("verdict").asText().equals("valid");
        }
    }

    static List<Named<Case>> all() {
        return EventModels.all().stream().flatMap(Cases::of).toList();
    }

    private static Stream<Named<Case>> of(ModelType<?> model) {
        Path table = Path.of("src/test/resources/cases", model.dialect(), model.type() + ".json");
        try {
            Stream.Builder<Named<Case>> cases = Stream.builder();
            MAPPER.readTree(table.toFile()).forEach(row -> {
                byte[] input = row.path("input").toString().getBytes(StandardCharsets.UTF_8);
                cases.add(Named.of(model.type() + " " + row.path("name").asText(), new Case(model, row, input)));
            });
            return cases.build();
        } catch (IOException e) {
            throw new IllegalStateException(table.toString(), e);
        }
    }

    /** The examples of a model's schema. */
    static List<JsonNode> examples(ModelType<?> model) {
        return Stream.of(model)
                .flatMap(found -> Engine.CATALOG.find(found.type(), found.version()).stream())
                .flatMap(schema -> {
                    Stream.Builder<JsonNode> examples = Stream.builder();
                    schema.document().path("examples").forEach(examples);
                    return examples.build();
                })
                .toList();
    }
}
