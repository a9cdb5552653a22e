package io.tallygate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name that stands for many event types, e.g. {@code {node_type}.{operation}.started}: each placeholder is one segment
 * of at least one character and without a dot.
 */
final class TypePattern {
    private final String name;
    private final List<String> segments;

    private TypePattern(String name, List<String> segments) {
        this.name = name;
        this.segments = segments;
    }

    static TypePattern of(String name) {
        return new TypePattern(name, List.of(name.split("\\.", -1)));
    }

    /** Whether a name in the catalogue is one of these, and not a type itself. */
    static boolean isPattern(String name) {
        return name.indexOf('{') >= 0;
    }

    static boolean isPlaceholder(String segment) {
        return segment.startsWith("{");
    }

    String name() {
        return name;
    }

    /** How many of its segments are no placeholders: of two patterns that match, the one with more of them wins. */
    long literals() {
        return segments.stream().filter(segment -> !isPlaceholder(segment)).count();
    }

    boolean matches(String type) {
        List<String> found = segmentsOf(type);
        if (found.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (isPlaceholder(segments.get(i))
                    ? found.get(i).isEmpty()
                    : !segments.get(i).equals(found.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether there can be a type that both match. */
    boolean overlaps(TypePattern other) {
        if (segments.size() != other.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String mine = segments.get(i);
            String others = other.segments.get(i);
            if (!isPlaceholder(mine) && !isPlaceholder(others) && !mine.equals(others)) {
                return false;
            }
        }
        return true;
    }

    /** The type of this pattern that is most like another one; empty if that has another number of segments. */
    Optional<String> nearest(String type) {
        List<String> found = segmentsOf(type);
        if (found.size() != segments.size() || found.contains("")) {
            return Optional.empty();
        }
        List<String> near = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            near.add(isPlaceholder(segments.get(i)) ? found.get(i) : segments.get(i));
        }
        return Optional.of(String.join(".", near));
    }

    /** At most one more than this has: an event may state a type of a million dots. */
    private List<String> segmentsOf(String type) {
        return List.of(type.split("\\.", segments.size() + 1));
    }

    @Override
    public String toString() {
        return name;
    }
}
