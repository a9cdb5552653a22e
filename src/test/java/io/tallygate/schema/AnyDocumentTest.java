package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallygate.event.Content;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold for documents of any shape; {@code -Dtallygate.test.seed} replays. */
class AnyDocumentTest {
    private static final int TRIES = 500;

    private final long seed =
            Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private final RandomJson random = new RandomJson(seed);

    @RepeatedTest(3)
    void splitBatch_hasTheExactBytesOfEachDocument() {
        BatchSplitter splitter = new BatchSplitter(20);
        for (int i = 0; i < TRIES; i++) {
            List<String> documents = documents();
            String space = " \t".substring(0, random.below(3));
            String array = "[" + space + String.join(space + "," + space, documents) + space + "]";
            String lines = String.join("\n" + space + "\n", documents);

            assertThat(texts(splitter.splitArray(bytes(array))))
                    .as("seed %d", seed)
                    .isEqualTo(documents);
            assertThat(texts(splitter.splitLines(bytes(lines))))
                    .as("seed %d", seed)
                    .isEqualTo(documents);
        }
    }

    @RepeatedTest(3)
    void batchOverTheLimit_isRefusedAsAWhole() {
        BatchSplitter splitter = new BatchSplitter(20);
        List<String> documents =
                Stream.generate(() -> "{}").limit(21L + random.below(9)).toList();

        assertThat(splitter.splitArray(bytes(documents.toString()))).isInstanceOf(Batch.Unsplittable.class);
        assertThat(splitter.splitLines(bytes(String.join("\n", documents)))).isInstanceOf(Batch.Unsplittable.class);
    }

    @ParameterizedTest
    @EnumSource
    void field_isAValueOrAbsent_whateverTheDocument(EventField field) {
        for (int i = 0; i < TRIES; i++) {
            JsonNode document = random.value(4);
            Dialect dialect = dialect(field, pointer(document));
            assertThatCode(() -> {
                        Optional<String> stated = dialect.stated(document, field);
                        assertThat(stated.isPresent()
                                        || !document.at(dialect.place(document, field))
                                                .isTextual())
                                .isTrue();
                        stated.ifPresent(text -> dialect.time(text));
                        EventClaims.of(dialect, document);
                        dialect.routingKey().render(document, asked -> dialect.stated(document, asked));
                    })
                    .as("seed %d, %s", seed, document)
                    .doesNotThrowAnyException();
        }
    }

    @RepeatedTest(3)
    void event_getsAVerdict_whateverItsShape() {
        EventValidator validator = Events.validator();
        for (int i = 0; i < TRIES; i++) {
            var event = Events.started();
            for (int changes = random.below(6); changes > 0; changes--) {
                random.mutate(event);
            }
            assertThatCode(() -> validator.check(Content.of(bytes(event.toString())), Optional.empty()))
                    .as("seed %d, %s", seed, event)
                    .doesNotThrowAnyException();
        }
    }

    private List<String> documents() {
        List<String> documents = new ArrayList<>();
        for (int i = 1 + random.below(8); i > 0; i--) {
            documents.add(JsonNodeFactory.instance
                    .objectNode()
                    .set("v", random.value(3))
                    .toString());
        }
        return documents;
    }

    private JsonPointer pointer(JsonNode document) {
        StringBuilder pointer = new StringBuilder();
        JsonNode at = document;
        for (int steps = random.below(4); steps > 0; steps--) {
            List<String> names = new ArrayList<>(List.of("a", "0", "-1", "", "~"));
            at.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.below(names.size()));
            pointer.append('/').append(Pointers.escape(name));
            at = at.path(name);
        }
        return JsonPointer.compile(pointer.toString());
    }

    private static Dialect dialect(EventField field, JsonPointer pointer) {
        return new Dialect(
                "any",
                "",
                "",
                Map.of(field, List.of(pointer)),
                Map.of(),
                List.of(),
                true,
                RoutingKey.parse("{" + field.label() + "}." + "{/a}", Map.of()),
                Map.of(),
                Optional.empty(),
                CompatibilityMode.BACKWARD,
                List.of(),
                false,
                new EventDetails.Rules(BigDecimal.ONE, Map.of(), RunRules.NONE));
    }

    private static List<String> texts(Batch batch) {
        return ((Batch.Split) batch)
                .events().stream()
                        .map(event -> new String(event.bytes(), StandardCharsets.UTF_8))
                        .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
