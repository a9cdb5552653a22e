package io.tallygate.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallygate.event.Violation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Problem details for HTTP APIs (RFC 9457).
 *
 * @param type a stable URI reference of the kind of problem, e.g. {@code /problems/schema-violation}
 * @param title the kind in words, the same each time
 * @param status the HTTP status code
 * @param detail what is wrong this time, for a person
 * @param errors each single fault; absent where the detail says all
 * @param extensions further members
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<Violation> errors,
        @JsonAnyGetter Map<String, Object> extensions) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
        // In the order in which they were added: people read this.
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /**
     * A problem that its detail says all of.
     *
     * @param kind the last part of the type, e.g. {@code not-found}
     */
    public static Problem of(int status, String kind, String title, String detail) {
        return new Problem("/problems/" + kind, title, status, detail, List.of(), Map.of());
    }

    /** The same problem with these single faults. */
    public Problem withErrors(List<Violation> violations) {
        return new Problem(type, title, status, detail, violations, extensions);
    }

    /** The same problem with a further member. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, title, status, detail, errors, more);
    }
}
