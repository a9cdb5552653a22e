package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The topic pattern (AMQP 0-9-1, section 3.1.3.3) that matches every routing key a dialect's template can make, and as few
 * others as can be told from its files: a placeholder is {@code *} if every schema of the dialect says that its value has
 * no dot, else {@code #}. A type is the segments with which all types of the dialect begin, and {@code #} for the rest:
 * so a type that is misspelt behind them comes in, too, and into quarantine, instead of getting lost at the exchange.
 */
final class BindingKeys {
    private static final int MAX_BYTES = 255;
    private static final char WORD = '\u0001';
    private static final char WORDS = '\u0002';

    /** Nothing but sets of characters and plain characters from end to end: whether a dot fits in is plain to see. */
    private static final Pattern SETS = Pattern.compile("^\\^((\\[[^\\[\\]^\\\\]+\\]|[A-Za-z0-9_-])[+*?]?)+\\$$");

    private static final Pattern SET = Pattern.compile("\\[[^\\]]+\\]");

    private final Dialect dialect;
    private final List<EventSchema> schemas;

    private BindingKeys(Dialect dialect, List<EventSchema> schemas) {
        this.dialect = dialect;
        this.schemas = schemas;
    }

    /** @param schemas all schemas of the dialect */
    static String of(Dialect dialect, List<EventSchema> schemas) {
        String key = new BindingKeys(dialect, schemas).key();
        return key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES ? key : "#";
    }

    private String key() {
        String marked = dialect.routingKey().parts().stream().map(this::marked).collect(Collectors.joining());
        List<String> segments = new ArrayList<>();
        for (String segment : marked.split("\\.", -1)) {
            String wildcard = segment.indexOf(WORDS) >= 0 ? "#" : segment.indexOf(WORD) >= 0 ? "*" : segment;
            if (!wildcard.equals("#")
                    || segments.isEmpty()
                    || !segments.get(segments.size() - 1).equals("#")) {
                segments.add(wildcard);
            }
        }
        return String.join(".", segments);
    }

    private String marked(RoutingKey.Part part) {
        if (part instanceof RoutingKey.Text text) {
            return text.text();
        }
        List<RoutingKey.Source> sources = ((RoutingKey.FirstOf) part).sources();
        if (sources.get(0).equals(new RoutingKey.Field(EventField.TYPE))) {
            return typePrefix() + WORDS;
        }
        return String.valueOf(sources.stream().allMatch(this::hasNoDot) ? WORD : WORDS);
    }

    /** The segments with which all types begin, each with its dot; never a whole type. */
    private String typePrefix() {
        List<List<String>> types = schemas.stream()
                .map(schema -> List.of(schema.type().split("\\.", -1)))
                .distinct()
                .toList();
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; !types.isEmpty(); i++) {
            int at = i;
            String segment = types.get(0).get(Math.min(at, types.get(0).size() - 1));
            boolean isCommon = !TypePattern.isPlaceholder(segment)
                    && types.stream()
                            .allMatch(
                                    type -> at < type.size() - 1 && type.get(at).equals(segment));
            if (!isCommon) {
                break;
            }
            prefix.append(segment).append('.');
        }
        return prefix.toString();
    }

    private boolean hasNoDot(RoutingKey.Source source) {
        if (source instanceof RoutingKey.At at) {
            return hasNoDot(at.pointer());
        }
        EventField field = ((RoutingKey.Field) source).field();
        return switch (field) {
            case TYPE -> schemas.stream().noneMatch(schema -> schema.type().contains("."));
            case VERSION ->
                schemas.stream().noneMatch(schema -> schema.version().contains("."));
            default ->
                dialect.pointers(field).stream().allMatch(this::hasNoDot)
                        && dialect.defaultOf(field)
                                .filter(text -> text.contains("."))
                                .isEmpty();
        };
    }

    private boolean hasNoDot(JsonPointer pointer) {
        String place = pointer.toString().replace("/", "/properties/");
        return schemas.stream().allMatch(schema -> hasNoDot(schema.at(JsonPointer.compile(place))));
    }

    private static boolean hasNoDot(JsonNode schema) {
        if (schema.has("const")) {
            return !schema.get("const").asText().contains(".");
        }
        for (JsonNode value : schema.path("enum")) {
            if (value.asText().contains(".")) {
                return false;
            }
        }
        return schema.has("enum")
                || schema.path("type").asText().equals("integer")
                || hasNoDot(schema.path("pattern").asText());
    }

    private static boolean hasNoDot(String pattern) {
        if (!SETS.matcher(pattern).matches()) {
            return false;
        }
        Matcher sets = SET.matcher(pattern);
        while (sets.find()) {
            if (Pattern.matches(sets.group(), ".")) {
                return false;
            }
        }
        return true;
    }
}
