package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Violation;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.EventSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for documents that the writer accepts and the reader refuses. Where to look it is told by what could not be proved;
 * what it finds is what the validator itself says of the document, whatever it was made for.
 */
final class Witnesses {
    private static final int MAX_BASES = 6;

    private final CandidateSchemas schemas;
    private final EventSchema writer;
    private final EventSchema reader;
    private final String readerVersion;
    private final Shape writerRoot;
    private final Budget budget;
    private final Set<JsonNode> bases = new LinkedHashSet<>();

    /**
     * @param reader the reader's schema, as if it were of the writer's version
     * @param readerVersion the version that it is of
     * @param examples documents to begin with, e.g. those that the schemas give
     */
    Witnesses(
            CandidateSchemas schemas,
            EventSchema writer,
            EventSchema reader,
            String readerVersion,
            Shape writerRoot,
            List<JsonNode> examples,
            Budget budget) {
        this.schemas = schemas;
        this.writer = writer;
        this.reader = reader;
        this.readerVersion = readerVersion;
        this.writerRoot = writerRoot;
        this.budget = budget;
        examples.stream()
                .filter(JsonNode::isObject)
                .filter(example -> CandidateSchemas.violations(writer, example).isEmpty())
                .limit(MAX_BASES - 2)
                .forEach(bases::add);
        Samples.of(writerRoot).stream().filter(JsonNode::isObject).limit(2).forEach(bases::add);
    }

    /** A document that the reader refuses, and if it can be, for the keyword in question. */
    Optional<Breakage> find(Obligation obligation) {
        Optional<Breakage> other = Optional.empty();
        for (JsonNode base : bases) {
            Shape shape = shapeAt(obligation.path());
            JsonNode present = at(base, obligation.path());
            for (JsonNode value : new Variations(shape, obligation.reader()).of(present)) {
                Optional<Breakage> found = confirmed(placed(base, obligation.path(), value), obligation);
                if (found.isPresent() && found.get().schemaPointer().equals(obligation.schemaPointer())) {
                    return found;
                }
                other = other.or(() -> found);
            }
        }
        return other;
    }

    /** Asks both schemas about the document as it would arrive. */
    private Optional<Breakage> confirmed(JsonNode made, Obligation obligation) {
        budget.document();
        Optional<JsonNode> document = schemas.arrived(made);
        if (document.isEmpty()
                || !CandidateSchemas.violations(writer, document.get()).isEmpty()) {
            return Optional.empty();
        }
        List<Violation> violations = CandidateSchemas.violations(reader, document.get());
        return violations.stream()
                .filter(violation -> schemaPointer(violation).equals(obligation.schemaPointer()))
                .findFirst()
                .or(() -> violations.stream().findFirst())
                // what is too costly to check says nothing of the schemas
                .filter(violation -> !violation.keyword().equals("cost"))
                .map(violation -> breakage(violation, document.get()));
    }

    private Breakage breakage(Violation violation, JsonNode document) {
        String place = violation.pointer().isEmpty() ? "the event" : violation.pointer();
        return new Breakage(
                "version " + writer.version() + " accepts the counter-example, version " + readerVersion
                        + " refuses it: " + place + ": " + violation.message(),
                violation.pointer(),
                violation.keyword(),
                schemaPointer(violation),
                document);
    }

    private static String schemaPointer(Violation violation) {
        String location = violation.schemaLocation();
        return location.substring(location.indexOf('#') + 1);
    }

    private Shape shapeAt(List<String> path) {
        Shape shape = writerRoot;
        for (String step : path) {
            shape = within(shape, step);
        }
        return shape;
    }

    private static Shape within(Shape shape, String step) {
        return step.equals(Obligation.ITEM) ? shape.items() : shape.property(step.substring(1));
    }

    private static JsonNode at(JsonNode document, List<String> path) {
        JsonNode at = document;
        for (String step : path) {
            at = step.equals(Obligation.ITEM) ? at.path(0) : at.path(step.substring(1));
        }
        return at;
    }

    private JsonNode placed(JsonNode base, List<String> path, JsonNode value) {
        return placed(base, writerRoot, path, value);
    }

    /** A copy with the value at the path, and what is needed around it where the base has nothing. */
    private static JsonNode placed(JsonNode base, Shape shape, List<String> path, JsonNode value) {
        if (path.isEmpty()) {
            return value;
        }
        String step = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (step.equals(Obligation.ITEM)) {
            ArrayNode array = base instanceof ArrayNode there ? there.deepCopy() : array(shape);
            JsonNode item = placed(array.path(0), shape.items(), rest, value);
            if (array.isEmpty()) {
                array.add(item);
            } else {
                array.set(0, item);
            }
            return array;
        }
        ObjectNode object = base instanceof ObjectNode there ? there.deepCopy() : object(shape);
        String name = step.substring(1);
        object.set(name, placed(object.path(name), shape.property(name), rest, value));
        return object;
    }

    private static ArrayNode array(Shape shape) {
        return Samples.of(shape).stream()
                .filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast)
                .map(ArrayNode::deepCopy)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    private static ObjectNode object(Shape shape) {
        return Samples.of(shape).stream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .map(ObjectNode::deepCopy)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
