package io.tallygate.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * For pairs of schemas by dice: no document contradicts {@code compatible}, every {@code incompatible} has a document that
 * the one accepts and the other refuses. {@code -Dtallygate.test.seed} replays.
 */
class CompatibilityPropertiesTest {
    private static final int PAIRS = Integer.getInteger("tallygate.test.pairs", 600);
    private static final int DOCUMENTS = 120;

    private final long seed =
            Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private final SchemaDice dice = new SchemaDice(seed);
    private final Map<String, Integer> told = new HashMap<>();

    @Test
    void reads_smallSchemas_noVerdictIsContradicted() {
        for (int i = 0; i < PAIRS; i++) {
            ObjectNode one = dice.document();
            ObjectNode other = dice.below(4) == 0 ? dice.document() : changed(one);
            check(Schemas.CODER, one, other, "1", "2", List.of());
        }
        report();
    }

    @Test
    void reads_realSchemasChanged_noVerdictIsContradicted() {
        for (int i = 0; i < PAIRS / 4; i++) {
            EventSchema real = dice.one(Schemas.BUILT_IN.schemas());
            ObjectNode one = (ObjectNode) real.document();
            check(
                    Schemas.BUILT_IN.dialect(real.dialect()).orElseThrow(),
                    one,
                    changed(one),
                    real.version(),
                    real.version(),
                    examples(one));
        }
        report();
    }

    private static List<JsonNode> examples(ObjectNode schema) {
        List<JsonNode> examples = new ArrayList<>();
        schema.path("examples").forEach(examples::add);
        return examples;
    }

    private ObjectNode changed(ObjectNode schema) {
        ObjectNode changed = schema.deepCopy();
        for (int changes = 1 + dice.below(3); changes > 0; changes--) {
            dice.change(changed);
        }
        return changed;
    }

    private void check(
            Dialect dialect, ObjectNode one, ObjectNode other, String version, String next, List<JsonNode> examples) {
        EventSchema writer;
        EventSchema reader;
        try {
            writer = Schemas.of(version, one);
            reader = Schemas.of(next, other);
        } catch (SchemaLoadException e) {
            told.merge("not a schema", 1, Integer::sum);
            return;
        }
        check(dialect, writer, reader, examples);
        check(dialect, reader, writer, examples);
    }

    private void check(Dialect dialect, EventSchema writer, EventSchema reader, List<JsonNode> examples) {
        CompatibilityVerdict verdict = Schemas.CHECK.reads(dialect, reader, writer);
        String pair = "seed " + seed + "\nwriter " + writer.source() + "\nreader " + reader.source();
        told.merge(verdict.label(), 1, Integer::sum);
        if (verdict instanceof CompatibilityVerdict.Compatible) {
            for (JsonNode document : documents(writer, reader, examples)) {
                if (Schemas.accepts(writer, document)) {
                    told.merge("documents that were accepted", 1, Integer::sum);
                    assertThat(Schemas.accepts(reader, document))
                            .as("%s\ndocument %s", pair, document)
                            .isTrue();
                }
            }
        } else if (verdict instanceof CompatibilityVerdict.Incompatible incompatible) {
            assertThat(incompatible.breakages()).as(pair).isNotEmpty().allSatisfy(breakage -> {
                assertThat(Schemas.accepts(writer, breakage.counterExample()))
                        .as(pair)
                        .isTrue();
                assertThat(Schemas.accepts(reader, breakage.counterExample()))
                        .as(pair)
                        .isFalse();
            });
        } else {
            assertThat(((CompatibilityVerdict.Unknown) verdict).questions())
                    .as(pair)
                    .isNotEmpty();
        }
    }

    /** By dice, and what the check itself would try where the two were not the same. */
    private List<JsonNode> documents(EventSchema writer, EventSchema reader, List<JsonNode> examples) {
        List<JsonNode> documents = new ArrayList<>(examples);
        for (EventSchema schema : List.of(writer, reader)) {
            Shape root = new SchemaTree(schema.document(), new Budget(CheckBounds.DEFAULTS)).root();
            documents.addAll(Samples.of(root));
            root.parts().forEach(part -> documents.addAll(new Variations(root, part).of(Samples.first(root))));
        }
        for (int i = 0; i < DOCUMENTS; i++) {
            if (examples.isEmpty()) {
                documents.add(dice.object(3));
            } else {
                ObjectNode mutated = dice.one(examples).deepCopy();
                for (int changes = 1 + dice.below(3); changes > 0; changes--) {
                    dice.mutate(mutated);
                }
                documents.add(mutated);
            }
        }
        return documents.stream().filter(JsonNode::isObject).toList();
    }

    private void report() {
        System.out.println("seed " + seed + ": " + told);
        for (String verdict : List.of("compatible", "incompatible", "documents that were accepted")) {
            assertThat(told.getOrDefault(verdict, 0))
                    .as("%s, seed %d", verdict, seed)
                    .isPositive();
        }
    }
}
