package io.tallygate.event;

import java.util.List;

/**
 * Names that somebody may use: each pattern is a name, or the beginning of names followed by {@code *}.
 *
 * @param patterns at least one must match; {@code *} alone matches all
 */
public record NamePatterns(List<String> patterns) {
    /** Every name. */
    public static final NamePatterns ANY = new NamePatterns(List.of("*"));

    public NamePatterns {
        patterns = List.copyOf(patterns);
    }

    public boolean matches(String name) {
        // Asked for every event: without what a stream allocates.
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these patterns match every name that the others match. */
    public boolean cover(NamePatterns others) {
        return others.patterns.stream()
                .allMatch(other -> patterns.stream().anyMatch(own -> own.equals(other) || isWider(own, other)));
    }

    private static boolean isWider(String pattern, String other) {
        return pattern.endsWith("*") && matches(pattern, other);
    }

    private static boolean matches(String pattern, String name) {
        int last = pattern.length() - 1;
        return pattern.endsWith("*") ? name.regionMatches(0, pattern, 0, last) : name.equals(pattern);
    }
}
