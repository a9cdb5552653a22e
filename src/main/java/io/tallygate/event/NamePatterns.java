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
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
