package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.CompatibilityMode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is wrong with how schemas have changed: each version with the one before it, by the mode of its dialect; and each
 * published version with its copy from when it was published.
 */
final class SchemaHistory {
    private final CandidateSchemas schemas = new CandidateSchemas();
    private final CompatibilityCheck check = new CompatibilityCheck(schemas, CheckBounds.DEFAULTS);
    private final SchemaCatalog catalog;

    SchemaHistory(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /** One sentence for each pair of versions that breaks its dialect's promise. */
    List<String> brokenPromises() {
        List<String> sentences = new ArrayList<>();
        for (String type : catalog.types()) {
            List<String> versions = catalog.versions(type);
            for (int i = 1; i < versions.size(); i++) {
                EventSchema older = catalog.find(type, versions.get(i - 1)).orElseThrow();
                EventSchema newer = catalog.find(type, versions.get(i)).orElseThrow();
                Dialect dialect = dialectOf(newer);
                CompatibilityMode mode = dialect.compatibility();
                sentences.addAll(sentences(
                        newer.path() + " breaks the compatibility (" + mode.label() + ") of the dialect "
                                + dialect.name() + " with version " + older.version() + ": ",
                        check.check(dialect, older, newer, mode)));
            }
        }
        return sentences;
    }

    /**
     * One sentence for each published version that has changed what it accepts, was taken away, or has no copy.
     *
     * @param published the folder of the copies, laid out like the schemas
     */
    List<String> changesInPlace(Path published) throws IOException {
        List<String> sentences = new ArrayList<>();
        for (EventSchema now : catalog.schemas()) {
            Path copy = published.resolve(fileOf(now));
            if (!Files.exists(copy)) {
                sentences.add(now.path() + " is not guarded: publish it by a copy at " + copy
                        + " (-Dtallygate.test.publish=true makes the missing copies)");
                continue;
            }
            EventSchema then = schemas.read(dialectOf(now), now.type(), Files.readAllBytes(copy));
            if (!rules(then).equals(rules(now))) {
                sentences.addAll(inPlace(now, then));
            }
        }
        try (Stream<Path> copies = Files.walk(published)) {
            copies.filter(Files::isRegularFile)
                    .map(copy -> published.relativize(copy).toString())
                    .filter(copy -> catalog.schemas().stream()
                            .noneMatch(schema -> fileOf(schema).equals(copy)))
                    .forEach(copy -> sentences.add(
                            copy + " was published and is gone: events of it are stored, its schema must stay"));
        }
        return sentences;
    }

    private List<String> inPlace(EventSchema now, EventSchema then) {
        String begin = now.path() + " is published and must not change what it accepts, add a version instead: ";
        return sentences(begin, check.check(dialectOf(now), then, now, CompatibilityMode.FULL));
    }

    /** What the schema asks for, without what it says for readers. */
    private static JsonNode rules(EventSchema schema) {
        SchemaTree tree = new SchemaTree(schema.document(), new Budget(CheckBounds.DEFAULTS));
        return CanonicalForm.of(tree);
    }

    private static List<String> sentences(String begin, Map<Direction, CompatibilityVerdict> verdicts) {
        List<String> sentences = new ArrayList<>();
        verdicts.forEach((direction, verdict) -> {
            if (verdict instanceof CompatibilityVerdict.Incompatible incompatible) {
                Breakage first = incompatible.breakages().get(0);
                sentences.add(begin + "it is not " + direction.label() + " compatible: at " + first.schemaPointer()
                        + ", " + first.reason() + "; counter-example: " + first.counterExample());
            } else if (verdict instanceof CompatibilityVerdict.Unknown unknown) {
                OpenQuestion first = unknown.questions().get(0);
                sentences.add(begin + "it cannot be shown to be " + direction.label() + " compatible: at "
                        + first.schemaPointer() + ", " + first.reason());
            }
        });
        return sentences;
    }

    /** Copies every schema that has no copy yet. */
    void publish(Path published) throws IOException {
        for (EventSchema schema : catalog.schemas()) {
            Path copy = published.resolve(fileOf(schema));
            if (!Files.exists(copy)) {
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, schema.source(), StandardCharsets.UTF_8);
            }
        }
    }

    private static String fileOf(EventSchema schema) {
        return schema.dialect() + "/" + schema.type() + "/" + schema.version() + ".json";
    }

    private Dialect dialectOf(EventSchema schema) {
        return catalog.dialect(schema.dialect()).orElseThrow();
    }
}
