package io.tallygate.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request header {@code Idempotency-Key}. */
public final class IdempotencyKey {
    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /**
     * The key, if one was sent.
     *
     * @throws ProblemException if it is empty, too long or not of visible ASCII characters
     */
    public static Optional<String> checked(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        boolean visible = header.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (header.isEmpty() || header.length() > MAX_LENGTH || !visible) {
            throw ProblemException.badParameter(
                    "Idempotency-Key", "must have 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
        return Optional.of(header);
    }
}
