package io.tallygate.access;

import io.tallygate.event.Tenants;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Where it is recorded that a key is made, replaced or revoked, before it is done. */
public interface KeyActs {

    /** What is done to a key. */
    enum Kind {
        CREATED,
        ROTATED,
        REVOKED
    }

    /**
     * An act on a key.
     *
     * @param key the id of the key; of a new one if there is one
     * @param replaced the id of the key in whose place the new one is
     * @param by the name of who does it, if it is done outside any request: by the command
     */
    record KeyAct(
            Kind kind,
            String key,
            String name,
            Set<Role> roles,
            Tenants tenants,
            Instant expiresAt,
            Optional<String> replaced,
            Optional<String> by) {}

    /**
     * Returns when it is in the log. Recording the same act of the same key once more does nothing.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if it cannot be recorded now: then it must not be done
     */
    void record(KeyAct act);
}
