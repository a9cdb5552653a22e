package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads from {@code dialect.json} what its events tell of runs. */
final class RunRulesReader {
    private static final Duration LONGEST = Duration.ofDays(3660);

    private RunRulesReader() {}

    /** @throws IllegalArgumentException with the reason if it is malformed */
    static RunRules read(JsonNode document) {
        JsonNode type = document.path("workflowType");
        JsonNode dependencies = document.path("dependencies");
        return new RunRules(
                type.isTextual() ? Optional.of(template(type)) : Optional.empty(),
                byType(type, RunRulesReader::template),
                pointers(document.path("failure")),
                byType(document.path("stallsAfter"), RunRulesReader::duration),
                byType(document.path("starts"), RunRulesReader::start),
                document.path("parallel").asBoolean(),
                pointers(dependencies.path("reads")),
                pointers(dependencies.path("upstream")));
    }

    private static <T> Map<String, T> byType(JsonNode members, Function<JsonNode, T> reader) {
        Map<String, T> byType = new HashMap<>();
        members.fields().forEachRemaining(entry -> byType.put(entry.getKey(), reader.apply(entry.getValue())));
        return byType;
    }

    private static RoutingKey template(JsonNode text) {
        return RoutingKey.parse(text.asText(), Map.of());
    }

    private static Duration duration(JsonNode text) {
        try {
            Duration duration = Duration.parse(text.asText());
            if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("stallsAfter must be more than nothing and at most "
                        + LONGEST.toDays() + " days: " + text.asText());
            }
            return duration;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("stallsAfter is no duration such as PT15M or P1D: " + text.asText(), e);
        }
    }

    private static RunRules.Start start(JsonNode start) {
        if (start.isTextual()) {
            return RunRules.Start.ALWAYS;
        }
        List<String> values = new ArrayList<>();
        start.path("values").forEach(value -> values.add(value.asText()));
        return new RunRules.Start(
                Optional.of(JsonPointer.compile(start.path("by").asText())), values);
    }

    private static List<JsonPointer> pointers(JsonNode list) {
        List<JsonPointer> pointers = new ArrayList<>();
        list.forEach(pointer -> pointers.add(JsonPointer.compile(pointer.asText())));
        return pointers;
    }
}
