package io.tallygate.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Texts that all have one hash, so that a table of them becomes a list. */
public final class CollidingNames {
    private static final int MULTIPLIER = 33;

    private CollidingNames() {}

    /** Texts of one {@link String#hashCode()}: each bit of the number is {@code Aa} or {@code BB}. */
    public static List<String> ofStrings(int count) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = bits - 1; bit >= 0; bit--) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        return names;
    }

    /**
     * Names of eight bytes of one hash in Jackson's table of names: it mixes its secret seed in only after it has made
     * one number of both halves, and for each first half there is a second one that gives the same number.
     */
    public static List<String> ofTheParser(int count) {
        Set<String> names = new HashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        int inverse = inverse(MULTIPLIER);
        while (names.size() < count) {
            int first = printable(random);
            int second = (0x12345678 - mixed(first)) * inverse;
            if (isPrintable(second)) {
                byte[] name =
                        ByteBuffer.allocate(8).putInt(first).putInt(second).array();
                names.add(new String(name, java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        return List.copyOf(names);
    }

    private static int mixed(int quad) {
        int hash = quad;
        hash += hash >>> 15;
        hash ^= hash >>> 9;
        return hash;
    }

    /** By Newton's method: each step doubles the bits that are right. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    private static int printable(SplittableRandom random) {
        int quad = 0;
        for (int i = 0; i < 4; i++) {
            quad = quad << 8 | '#' + random.nextInt('[' - '#');
        }
        return quad;
    }

    private static boolean isPrintable(int quad) {
        for (int shift = 0; shift < 32; shift += 8) {
            int b = quad >> shift & 0xFF;
            if (b <= ' ' || b > '~' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }
}
