package io.tallygate.query;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.api.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value at a place of an event: {@code data.opportunityId:OPP-1}, or with a JSON pointer {@code
 * /data/opportunityId:OPP-1}.
 *
 * <p>A string is met if it is the value, a number if it has the value ({@code 1.50} is {@code 1.5}), {@code true}, {@code
 * false} and {@code null} by their names. Of an array, any element; or the one whose index the place has.
 */
record FieldMatch(List<String> path, String value) {
    static final int MOST = 5;
    private static final int MAX_LENGTH = 1000;
    private static final String NAME = "field";
    private static final Pattern UNKNOWN_ESCAPE = Pattern.compile("~(?![01])");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,4})?");

    /** @throws ProblemException if these are not such places and values */
    static List<FieldMatch> parseAll(List<String> texts) {
        if (texts.size() > MOST) {
            throw ProblemException.badParameter(NAME, "may be given " + MOST + " times at most");
        }
        return texts.stream().map(FieldMatch::parse).toList();
    }

    static FieldMatch parse(String text) {
        String sound = Parameters.text(NAME, text).orElse("");
        int colon = sound.indexOf(':');
        if (colon < 1 || sound.length() > MAX_LENGTH) {
            throw ProblemException.badParameter(
                    NAME,
                    "must be a place and a value of at most " + MAX_LENGTH
                            + " characters together, e.g. data.opportunityId:OPP-1");
        }
        String place = sound.substring(0, colon);
        return new FieldMatch(place.startsWith("/") ? ofPointer(place) : ofNames(place), sound.substring(colon + 1));
    }

    private static List<String> ofPointer(String place) {
        if (UNKNOWN_ESCAPE.matcher(place).find()) {
            throw ProblemException.badParameter(NAME, "has a place that is not a JSON pointer (RFC 6901)");
        }
        List<String> steps = new ArrayList<>();
        for (JsonPointer at = JsonPointer.valueOf(place); !at.matches(); at = at.tail()) {
            steps.add(at.getMatchingProperty());
        }
        return List.copyOf(steps);
    }

    private static List<String> ofNames(String place) {
        List<String> steps = List.of(place.split("\\.", -1));
        if (steps.contains("")) {
            throw ProblemException.badParameter(NAME, "has a place with an empty name; write it as a JSON pointer");
        }
        return steps;
    }

    /**
     * Text that every event has in it that meets this, unless something in it is escaped; empty if there is none: a number
     * has many spellings.
     */
    Optional<String> literal() {
        return number().isPresent() || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    boolean isMetBy(JsonNode event) {
        return isMetBy(event, path);
    }

    private boolean isMetBy(JsonNode node, List<String> rest) {
        if (node.isArray()) {
            return isMetByElement(node, rest);
        }
        if (rest.isEmpty()) {
            return isMetByScalar(node);
        }
        JsonNode member = node.get(rest.get(0));
        return member != null && isMetBy(member, rest.subList(1, rest.size()));
    }

    private boolean isMetByElement(JsonNode array, List<String> rest) {
        if (!rest.isEmpty() && INDEX.matcher(rest.get(0)).matches()) {
            JsonNode element = array.get(Integer.parseInt(rest.get(0)));
            if (element != null && isMetBy(element, rest.subList(1, rest.size()))) {
                return true;
            }
        }
        for (JsonNode element : array) {
            if (isMetBy(element, rest)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMetByScalar(JsonNode node) {
        if (node.isNumber()) {
            return number().filter(wanted -> wanted.compareTo(node.decimalValue()) == 0)
                    .isPresent();
        }
        return node.isValueNode() && node.asText().equals(value);
    }

    private Optional<BigDecimal> number() {
        return NUMBER.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }
}
