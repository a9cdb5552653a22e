package io.tallygate.schema;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Reads UUIDs as RFC 4122 writes them; {@link UUID#fromString} also takes shortened ones. */
final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    static boolean isUuid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static Optional<UUID> parse(String text) {
        return isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
