package io.tallygate.schema;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Holds bytes against UTF-8 as RFC 3629 defines it, and the escapes in them against the rule that surrogates come in
 * pairs. The JSON parser is lenient in both, and PostgreSQL accepts neither: without this pass a malformed event would
 * only fail when it is stored.
 */
final class EncodingCheck {
    private static final String RULE = "encoding";

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

    private EncodingCheck() {}

    /** @throws UnreadableException naming the first byte at fault */
    static void check(byte[] bytes) throws UnreadableException {
        if (startsWithByteOrderMark(bytes)) {
            throw fault(0, "starts with a byte order mark; only UTF-8 without one is accepted");
        }
        int at = afterPlain(bytes, 0);
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b > 0 && b != '\\') {
                at = afterPlain(bytes, at + 1);
            } else if (b == '\\') {
                at += escapeLength(bytes, at);
            } else if (b == 0) {
                throw fault(at, "a NUL byte; only UTF-8 is accepted, not UTF-16 or UTF-32");
            } else {
                at += sequenceLength(bytes, at);
            }
        }
    }

    /** Passes by plain ASCII, eight bytes at a time: of most events that is nearly all. */
    private static int afterPlain(byte[] bytes, int from) {
        int at = from;
        while (at + Long.BYTES <= bytes.length && isPlain((long) EIGHT_BYTES.get(bytes, at))) {
            at += Long.BYTES;
        }
        return at;
    }

    /** Whether none of eight bytes is NUL, a backslash or beyond ASCII. It may say no without cause, never yes. */
    private static boolean isPlain(long eight) {
        long noBackslashIsZero = eight ^ BACKSLASHES;
        return ((eight - ONES | noBackslashIsZero - ONES | eight) & HIGH_BITS) == 0;
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return first == 0xFEFF || first == 0xFFFE || first == 0xEFBB && bytes.length > 2 && (bytes[2] & 0xFF) == 0xBF;
    }

    /** The length of the well-formed sequence at an offset whose byte is not ASCII: table 3-7 of Unicode. */
    private static int sequenceLength(byte[] bytes, int at) throws UnreadableException {
        int lead = bytes[at] & 0xFF;
        int length;
        int secondFrom = 0x80;
        int secondTo = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            secondFrom = lead == 0xE0 ? 0xA0 : 0x80; // below: overlong
            secondTo = lead == 0xED ? 0x9F : 0xBF; // above: surrogates
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            secondFrom = lead == 0xF0 ? 0x90 : 0x80; // below: overlong
            secondTo = lead == 0xF4 ? 0x8F : 0xBF; // above: beyond U+10FFFF
        } else {
            throw notUtf8(at);
        }
        if (at + length > bytes.length) {
            throw notUtf8(at);
        }
        int second = bytes[at + 1] & 0xFF;
        if (second < secondFrom || second > secondTo) {
            throw notUtf8(at);
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                throw notUtf8(at);
            }
        }
        return length;
    }

    /** The length of the escape at an offset; of a surrogate pair the length of both. */
    private static int escapeLength(byte[] bytes, int at) throws UnreadableException {
        int unit = escapedUnit(bytes, at);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return 2; // what follows the letter is plain ASCII, or not well-formed JSON anyway
        }
        int next = escapedUnit(bytes, at + 6);
        if (unit > Character.MAX_HIGH_SURROGATE
                || next < Character.MIN_LOW_SURROGATE
                || next > Character.MAX_LOW_SURROGATE) {
            throw fault(at, "a lone surrogate escape, which is no character");
        }
        return 12;
    }

    /** The UTF-16 unit that the bytes at an offset escape as backslash, u and four digits; -1 if they do not. */
    private static int escapedUnit(byte[] bytes, int at) {
        if (at + 6 > bytes.length || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static UnreadableException notUtf8(int at) {
        return fault(at, "not UTF-8");
    }

    private static UnreadableException fault(int at, String reason) {
        return new UnreadableException(RULE, at, "", reason);
    }
}
