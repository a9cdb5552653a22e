package io.tallygate.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Suggests known event types to someone who wrote an unknown one. */
final class NearTypes {
    private static final int MAX_SUGGESTIONS = 3;

    /** Longer texts are no slips of the pen, and comparing costs the product of both lengths. */
    private static final int MAX_LENGTH = 200;

    private NearTypes() {}

    /** A clause that names the types that differ in few letters, or else says how many there are. */
    static String hint(String unknown, Collection<String> types) {
        List<String> near = types.stream()
                .filter(type -> unknown.length() <= MAX_LENGTH)
                .flatMap(type ->
                        TypePattern.isPattern(type) ? TypePattern.of(type).nearest(unknown).stream() : Stream.of(type))
                .filter(type -> distance(unknown, type) <= Math.max(2, type.length() / 3))
                .sorted(Comparator.comparingInt((String type) -> distance(unknown, type))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_SUGGESTIONS)
                .toList();
        return near.isEmpty()
                ? "none of the " + types.size() + " known types is near it"
                : near.stream().collect(Collectors.joining(", ", "near: ", ""));
    }

    /** The edits (Levenshtein) that make one text of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
