package io.tallygate.schema;

import java.util.Comparator;

/** Orders versions as people do: numbers by value ({@code 1.10.0} after {@code 1.9.0}) and before all else,
 * which goes as text. */
enum VersionOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareSteps(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.length, right.length);
        return order != 0 ? order : a.compareTo(b); // consistent with equals: 1.0 and 1.00 are two versions
    }

    private static int compareSteps(String a, String b) {
        boolean aIsNumber = isNumber(a);
        if (aIsNumber != isNumber(b)) {
            return aIsNumber ? -1 : 1;
        }
        return aIsNumber ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
