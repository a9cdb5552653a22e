package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.CompatibilityMode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says whether two versions of an event type read each other's events. Nothing is claimed that was not proved: compatible is
 * what follows keyword by keyword, incompatible is what a document shows that both schemas were asked about. All else, above
 * all what hangs on keywords that are not compared ({@code not}, {@code if}, {@code oneOf} and the like, unless they are the
 * same in both), is unknown.
 *
 * <p>The version that an event states is taken for the reader's own: readers choose the schema by it. Thread-safe.
 */
public final class CompatibilityCheck {
    private static final int MAX_BREAKAGES = 10;

    private final CandidateSchemas schemas;
    private final CheckBounds bounds;

    public CompatibilityCheck(CandidateSchemas schemas, CheckBounds bounds) {
        this.schemas = schemas;
        this.bounds = bounds;
    }

    /** The verdict for each direction that the mode asks for. */
    public Map<Direction, CompatibilityVerdict> check(
            Dialect dialect, EventSchema older, EventSchema newer, CompatibilityMode mode) {
        Map<Direction, CompatibilityVerdict> verdicts = new EnumMap<>(Direction.class);
        for (Direction direction : Direction.of(mode)) {
            verdicts.put(
                    direction,
                    direction == Direction.BACKWARD ? reads(dialect, newer, older) : reads(dialect, older, newer));
        }
        return verdicts;
    }

    /** Whether the reader's schema accepts all that the writer's accepts. */
    public CompatibilityVerdict reads(Dialect dialect, EventSchema reader, EventSchema writer) {
        return new One(dialect, reader, writer).verdict();
    }

    /** One check in one direction. */
    private final class One {
        private final EventSchema writer;
        private final EventSchema reader;
        private final String readerVersion;
        private final Budget budget = new Budget(bounds);
        private final List<Breakage> breakages = new ArrayList<>();
        private final List<OpenQuestion> questions = new ArrayList<>();

        One(Dialect dialect, EventSchema reader, EventSchema writer) {
            this.writer = writer;
            this.readerVersion = reader.version();
            this.reader = schemas.ofVersion(reader, dialect, writer.version());
        }

        CompatibilityVerdict verdict() {
            try {
                compare();
            } catch (Budget.SpentException e) {
                questions.add(new OpenQuestion("bounds", "", String.valueOf(e.getMessage())));
            }
            if (!breakages.isEmpty()) {
                return new CompatibilityVerdict.Incompatible(breakages);
            }
            return questions.isEmpty()
                    ? new CompatibilityVerdict.Compatible()
                    : new CompatibilityVerdict.Unknown(questions);
        }

        private void compare() {
            SchemaTree writerTree = new SchemaTree(writer.document(), budget);
            SchemaTree readerTree = new SchemaTree(reader.document(), budget);
            Shape writerRoot = objectsOf(writerTree.root());
            List<Obligation> open = new Inclusion(new ListedValues(schemas)).unproved(writerRoot, readerTree.root());
            if (open.isEmpty()) {
                return;
            }
            // each stands for one question at least, should the bounds end the search
            Map<String, OpenQuestion> unanswered = new LinkedHashMap<>();
            open.forEach(obligation -> unanswered.putIfAbsent(obligation.schemaPointer(), question(obligation)));
            questions.addAll(unanswered.values());
            List<JsonNode> examples = new ArrayList<>(writerTree.examples());
            examples.addAll(readerTree.examples());
            search(open, new Witnesses(schemas, writer, reader, readerVersion, writerRoot, examples, budget));
        }

        private void search(List<Obligation> open, Witnesses witnesses) {
            Set<String> seen = new LinkedHashSet<>();
            for (Obligation obligation : open) {
                if (breakages.size() < MAX_BREAKAGES) {
                    witnesses
                            .find(obligation)
                            .filter(found -> seen.add(found.schemaPointer() + " " + found.pointer()))
                            .ifPresent(breakages::add);
                }
            }
        }

        private OpenQuestion question(Obligation obligation) {
            return new OpenQuestion(
                    obligation.keyword(),
                    obligation.schemaPointer(),
                    "the keyword \"" + obligation.keyword() + "\" of version " + readerVersion
                            + " does not follow from what version " + writer.version()
                            + " asks for, and no counter-example was found");
        }

        /** Events are objects, whatever a schema says. */
        private static Shape objectsOf(Shape root) {
            List<Part> parts = new ArrayList<>(root.parts());
            parts.add(new Part(JsonNodeFactory.instance.objectNode().put("type", "object"), "(event)"));
            return new Shape(root.tree(), parts);
        }
    }
}
