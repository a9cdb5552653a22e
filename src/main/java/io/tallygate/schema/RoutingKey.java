package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A dialect's template of routing keys: text with placeholders, e.g. {@code {type}} or {@code dev.{/source|/node}.{type}}.
 * A placeholder names fields or JSON pointers, of which the first that finds a value counts.
 */
final class RoutingKey {
    /** What AMQP 0-9-1 can carry as a short string, in bytes of UTF-8. */
    private static final int MAX_BYTES = 255;

    private final String template;
    private final List<Part> parts;

    private RoutingKey(String template, List<Part> parts) {
        this.template = template;
        this.parts = List.copyOf(parts);
    }

    /**
     * @param words how the key says what an event says otherwise, by the pointer to it
     * @throws IllegalArgumentException with the reason if it is malformed
     */
    static RoutingKey parse(String template, Map<JsonPointer, Map<String, String>> words) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int textEnd = open < 0 ? template.length() : open;
            if (textEnd > at) {
                parts.add(new Text(template.substring(at, textEnd)));
            }
            if (open < 0) {
                break;
            }
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("the routing key \"" + template + "\" lacks a closing brace");
            }
            parts.add(placeholder(template.substring(open + 1, close), words));
            at = close + 1;
        }
        return new RoutingKey(template, parts);
    }

    private static Part placeholder(String names, Map<JsonPointer, Map<String, String>> words) {
        return new FirstOf(Stream.of(names.split("\\|", -1))
                .map(name -> source(name, words))
                .toList());
    }

    private static Source source(String name, Map<JsonPointer, Map<String, String>> words) {
        if (name.startsWith("/")) {
            JsonPointer pointer = JsonPointer.compile(name);
            return new At(pointer, words.getOrDefault(pointer, Map.of()));
        }
        return new Field(EventField.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the routing key's placeholder {" + name + "} is neither a JSON pointer nor one of "
                                + List.of(EventField.values()).stream()
                                        .map(EventField::label)
                                        .toList())));
    }

    /** The places in an event that it names itself. */
    Stream<JsonPointer> places() {
        return parts.stream()
                .flatMap(part -> part instanceof FirstOf first ? first.sources().stream() : Stream.empty())
                .flatMap(source -> source instanceof At at ? Stream.of(at.pointer()) : Stream.empty());
    }

    /**
     * The routing key of an event.
     *
     * @param fields the event's fields as its dialect reads them
     * @return empty if the event lacks what a placeholder asks for, or the key would be too long
     */
    Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields) {
        StringBuilder key = new StringBuilder();
        for (Part part : parts) {
            Optional<String> text = part.render(event, fields);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            key.append(text.get());
        }
        String rendered = key.toString();
        return fits(rendered) ? Optional.of(rendered) : Optional.empty();
    }

    /** Counts bytes only where it must: a char takes at most three. */
    private static boolean fits(String key) {
        return key.length() <= MAX_BYTES / 3 || key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    String template() {
        return template;
    }

    List<Part> parts() {
        return parts;
    }

    /** A piece of the key. */
    sealed interface Part {
        Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields);
    }

    /** Where a placeholder takes its value from. */
    sealed interface Source {
        Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields);
    }

    record FirstOf(List<Source> sources) implements Part {
        @Override
        public Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields) {
            for (Source source : sources) {
                Optional<String> text = source.render(event, fields);
                if (text.isPresent()) {
                    return text;
                }
            }
            return Optional.empty();
        }
    }

    record Text(String text) implements Part {
        @Override
        public Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields) {
            return Optional.of(text);
        }
    }

    record Field(EventField field) implements Source {
        @Override
        public Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields) {
            return fields.apply(field);
        }
    }

    record At(JsonPointer pointer, Map<String, String> words) implements Source {
        @Override
        public Optional<String> render(JsonNode event, Function<EventField, Optional<String>> fields) {
            return Dialect.text(event.at(pointer)).map(text -> words.getOrDefault(text, text));
        }
    }
}
