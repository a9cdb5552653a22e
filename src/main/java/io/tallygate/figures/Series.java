package io.tallygate.figures;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What events have in common that are counted together.
 *
 * @param project empty if they say none
 * @param step empty if they are of none
 */
record Series(UUID tenant, String dialect, String type, String source, String project, String step) {
    /** What stands for all values beyond those that may be told apart. */
    static final String OTHERS = "(others)";

    /** How many values can be given up one after the other: see {@link #coarser}. */
    static final int LEVELS = 4;

    /** An id that only these values have: half of their SHA-256, since senders choose them. */
    UUID id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(tenant.getMostSignificantBits())
                    .putLong(tenant.getLeastSignificantBits())
                    .array());
            Stream.of(dialect, type, source, project, step).forEach(text -> {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /**
     * The same with less told apart: at level 1 all steps are one, at level 2 also all projects, at level 3 also all
     * sources, at level 4 also all types and dialects.
     */
    Series coarser(int level) {
        return new Series(
                tenant,
                level < 4 ? dialect : OTHERS,
                level < 4 ? type : OTHERS,
                level < 3 ? source : OTHERS,
                level < 2 ? project : OTHERS,
                level < 1 ? step : OTHERS);
    }
}
