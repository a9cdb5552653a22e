package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which parts of an event its schema marks {@code x-sensitive}: not for everybody who may see the event. In doubt a part is
 * one of them: whatever one of the branches of {@code anyOf}, {@code oneOf}, {@code if} or {@code not} marks counts, whether
 * the event takes that branch or not. Immutable and thread-safe.
 */
public final class SensitiveFields {
    /** The keyword. */
    public static final String KEYWORD = "x-sensitive";

    private static final List<String> SAME_PLACE = List.of("not", "if", "then", "else");
    private static final List<String> SAME_PLACE_LISTS = List.of("allOf", "anyOf", "oneOf");
    /** How a place says that it is that of each element, or of each member of any name. */
    private static final String EACH = "*";

    private final JsonNode root;
    private final boolean any;
    private final Map<String, Predicate<String>> expressions = new ConcurrentHashMap<>();
    private final Set<String> places = new TreeSet<>();

    private SensitiveFields(JsonNode root) {
        this.root = root;
        this.any = root.findValues(KEYWORD).stream().anyMatch(JsonNode::asBoolean);
        if (any) {
            new Walk().visit(start(), "");
        }
    }

    /** @param schema one that {@link SchemaRules} has nothing against */
    static SensitiveFields of(JsonNode schema) {
        return new SensitiveFields(schema);
    }

    private static Predicate<String> compiled(String regex) {
        var pattern = Re2Expressions.compile(regex);
        return name -> pattern.matcher(name).find();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return !any;
    }

    /**
     * Where they are, sorted, as far as that can be listed: JSON pointers, in which {@code *} is each element of an array or each member that has no
     * place of its own.
     */
    public List<String> places() {
        return List.copyOf(places);
    }

    /** Whether what stands at a place of an event, or a part of that which it stands in, is one of them. */
    public boolean covers(JsonPointer place) {
        List<JsonNode> schemas = start();
        JsonPointer rest = place;
        while (!isEmpty()) {
            if (isSensitive(schemas)) {
                return true;
            }
            if (rest.matches()) {
                return false;
            }
            List<JsonNode> next = member(schemas, rest.getMatchingProperty());
            if (rest.mayMatchElement()) {
                next.addAll(element(schemas, rest.getMatchingIndex()));
            } else if (rest.getMatchingProperty().equals(EACH)) {
                next.addAll(anyElement(schemas));
            }
            schemas = applying(next);
            rest = rest.tail();
        }
        return false;
    }

    /** The schemas of the event as a whole. */
    List<JsonNode> start() {
        return applying(List.of(root));
    }

    static boolean isSensitive(List<JsonNode> schemas) {
        return schemas.stream().anyMatch(schema -> schema.path(KEYWORD).asBoolean());
    }

    /** The schemas of a member, of those of its object. */
    List<JsonNode> ofMember(List<JsonNode> schemas, String name) {
        return applying(member(schemas, name));
    }

    /** The schemas of an element, of those of its array. */
    List<JsonNode> ofElement(List<JsonNode> schemas, int index) {
        return applying(element(schemas, index));
    }

    private List<JsonNode> member(List<JsonNode> schemas, String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            int before = found.size();
            JsonNode property = schema.path("properties").path(name);
            if (!property.isMissingNode()) {
                found.add(property);
            }
            schema.path("patternProperties").properties().forEach(entry -> {
                if (expressions
                        .computeIfAbsent(entry.getKey(), SensitiveFields::compiled)
                        .test(name)) {
                    found.add(entry.getValue());
                }
            });
            if (found.size() == before) {
                found.add(schema.path("additionalProperties"));
            }
        }
        return found;
    }

    private static List<JsonNode> element(List<JsonNode> schemas, int index) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            JsonNode items = schema.path("items");
            boolean listed = items.isArray() && index < items.size();
            found.add(listed ? items.path(index) : items.isArray() ? schema.path("additionalItems") : items);
            found.add(schema.path("contains"));
        }
        return found;
    }

    private static List<JsonNode> anyElement(List<JsonNode> schemas) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            JsonNode items = schema.path("items");
            if (items.isArray()) {
                items.forEach(found::add);
                found.add(schema.path("additionalItems"));
            } else {
                found.add(items);
            }
            found.add(schema.path("contains"));
        }
        return found;
    }

    /** These and all that apply at the same place. SchemaRules has refused those that lead back to themselves. */
    private List<JsonNode> applying(List<JsonNode> schemas) {
        List<JsonNode> found = new ArrayList<>();
        Deque<JsonNode> open = new ArrayDeque<>(schemas);
        while (!open.isEmpty()) {
            JsonNode schema = open.removeFirst();
            if (!schema.isObject() || found.stream().anyMatch(seen -> seen == schema)) {
                continue;
            }
            found.add(schema);
            if (schema.has("$ref")) {
                open.add(root.at(JsonPointer.compile(
                        Pointers.ofFragment(schema.path("$ref").asText()))));
            }
            SAME_PLACE.forEach(keyword -> open.add(schema.path(keyword)));
            SAME_PLACE_LISTS.forEach(keyword -> schema.path(keyword).forEach(open::add));
            schema.path("dependencies").forEach(open::add);
        }
        return found;
    }

    /** Goes through all that the schema describes, to say where the sensitive parts are. */
    private final class Walk {
        /** What lies deeper is masked all the same; it is only not listed. */
        private static final int DEEPEST = 16;

        private static final int MOST = 1_000;
        private static final int VISITS = 20_000;

        private final Set<Set<JsonNode>> open = new HashSet<>();
        private int depth;
        private int visits;

        void visit(List<JsonNode> schemas, String place) {
            Set<JsonNode> here = Set.copyOf(schemas);
            visits++;
            boolean bounded = depth < DEEPEST && places.size() < MOST && visits < VISITS;
            if (schemas.isEmpty() || !bounded || !open.add(here)) {
                return;
            }
            depth++;
            if (isSensitive(schemas)) {
                places.add(place);
            } else {
                Set<String> names = new TreeSet<>();
                schemas.forEach(schema -> schema.path("properties").fieldNames().forEachRemaining(names::add));
                names.forEach(name -> visit(ofMember(schemas, name), place + "/" + Pointers.escape(name)));
                visit(applying(others(schemas)), place + "/" + EACH);
            }
            depth--;
            open.remove(here);
        }

        private List<JsonNode> others(List<JsonNode> schemas) {
            List<JsonNode> others = anyElement(schemas);
            schemas.forEach(schema -> {
                schema.path("patternProperties").forEach(others::add);
                others.add(schema.path("additionalProperties"));
            });
            return others;
        }
    }
}
