package io.tallygate.catalogue;

import com.fasterxml.jackson.core.JsonPointer;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routing key of one event type as AsyncAPI writes it: text, and parameters in braces.
 *
 * @param text e.g. {@code {environment}.{service_name}.{type}.v1}
 * @param parameters where an event says each parameter's value, by the parameter's name; an empty place is none
 */
record ChannelAddress(String text, Map<String, String> parameters) {

    /** @param type the event type as the catalogue names it, which may be a pattern */
    static ChannelAddress of(Dialect dialect, String type) {
        StringBuilder text = new StringBuilder();
        Map<String, String> parameters = new LinkedHashMap<>();
        String template = dialect.routingKeyTemplate();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                text.append(template, at, template.length());
                break;
            }
            text.append(template, at, open);
            String placeholder = template.substring(open + 1, close);
            text.append(
                    placeholder.equals(EventField.TYPE.label())
                            ? type(type, parameters)
                            : parameter(place(dialect, placeholder), parameters));
            at = close + 1;
        }
        return new ChannelAddress(text.toString(), parameters);
    }

    /** A type is itself; a pattern has placeholders of its own, for which an event has no single place. */
    private static String type(String type, Map<String, String> parameters) {
        int open = type.indexOf('{');
        while (open >= 0) {
            int close = type.indexOf('}', open);
            parameters.put(type.substring(open + 1, close), "");
            open = type.indexOf('{', close);
        }
        return type;
    }

    private static String place(Dialect dialect, String placeholder) {
        String first = placeholder.split("\\|", -1)[0];
        if (first.startsWith("/")) {
            return first;
        }
        return List.of(EventField.values()).stream()
                .filter(field -> field.label().equals(first))
                .flatMap(field -> dialect.pointers(field).stream())
                .findFirst()
                .map(JsonPointer::toString)
                .orElse("/" + first);
    }

    private static String parameter(String place, Map<String, String> parameters) {
        String name = place.substring(place.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_-]", "_");
        String free = name.isEmpty() ? "value" : name;
        while (parameters.containsKey(free) && !place.equals(parameters.get(free))) {
            free += "_";
        }
        parameters.put(free, place);
        return "{" + free + "}";
    }
}
