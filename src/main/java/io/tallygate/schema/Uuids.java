package io.tallygate.schema;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Reads UUIDs as RFC 4122 writes them; {@link UUID#fromString} also takes shortened ones. */
final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    static boolean isUuid(String text) {
        return text.length() == LENGTH
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-'
                && isHex(text, 0, 8)
                && isHex(text, 9, 13)
                && isHex(text, 14, 18)
                && isHex(text, 19, 23)
                && isHex(text, 24, LENGTH);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The first 128 bits of a digest as a UUID of version 8 (RFC 9562, section 5.8), of which six bits say that. */
    static UUID ofDigest(byte[] digest) {
        ByteBuffer bits = ByteBuffer.wrap(digest);
        return new UUID((bits.getLong() & ~0xF000L) | 0x8000L, (bits.getLong() & (-1L >>> 2)) | Long.MIN_VALUE);
    }

    static Optional<UUID> parse(String text) {
        return isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
