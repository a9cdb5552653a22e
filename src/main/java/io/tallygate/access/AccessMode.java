package io.tallygate.access;

import jakarta.inject.Singleton;
import java.util.Optional;

/** Whether callers must say who they are. They must as soon as there is any way for them to do so. */
@Singleton
public final class AccessMode {
    private static final int SHORTEST_SECRET = 32;

    private final boolean keys;
    private final boolean people;

    AccessMode(AccessConfig config) {
        this.keys = config.keySecret().isPresent();
        this.people = config.oidc().issuer().isPresent();
        if (keys && config.keySecret().orElseThrow().length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("tallygate.access.key-secret must have " + SHORTEST_SECRET
                    + " characters or more, e.g. of: openssl rand -base64 32");
        }
    }

    /** Whether everybody who can connect may do everything. */
    public boolean isOpen() {
        return !keys && !people;
    }

    /** Whether there are API keys. */
    public boolean takesKeys() {
        return keys;
    }

    /** Whether people can sign in. */
    public boolean takesPeople() {
        return people;
    }

    /** Where people sign in, if they can: a path of this gateway. */
    public Optional<String> signIn() {
        return people ? Optional.of(SessionResource.LOGIN) : Optional.empty();
    }
}
