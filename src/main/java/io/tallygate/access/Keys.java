package io.tallygate.access;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes, replaces and revokes keys for somebody who may; each is recorded before it is done. */
@Singleton
class Keys {
    private final AccessConfig config;
    private final AccessMode mode;
    private final KeyStore store;
    private final KeyRing ring;
    private final KeyActs acts;
    private final Clock clock;

    Keys(AccessConfig config, AccessMode mode, KeyStore store, KeyRing ring, KeyActs acts, Clock clock) {
        this.config = config;
        this.mode = mode;
        this.store = store;
        this.ring = ring;
        this.acts = acts;
        this.clock = clock;
    }

    KeyView create(KeyRequest request, Caller by) {
        KeyHash hash = hash();
        KeyText text = KeyText.random();
        Instant now = clock.instant();
        ApiKey key = request.key(text.id(), now, by.name(), config.keyLifetime());
        if (!mayManage(by, key)) {
            throw ProblemException.of(Problem.of(
                    403,
                    "not-your-tenant",
                    "Not your tenant",
                    "A key can be made for tenants of your own credential only"));
        }
        checkMayGrant(by, key);
        acts.record(key.act(KeyActs.Kind.CREATED, Optional.empty(), Optional.empty()));
        store.add(key, hash.of(text));
        ring.refresh();
        return KeyView.of(key, now, text);
    }

    /** A new key of the same rights; the old one stays valid for a while, but no longer than it would have. */
    KeyView rotate(String id, Optional<String> overlap, Caller by) {
        KeyHash hash = hash();
        Duration beside =
                overlap.map(text -> KeyRequest.duration("overlap", text)).orElse(config.rotationOverlap());
        ApiKey old = get(id, by);
        checkMayGrant(by, old);
        Instant now = clock.instant();
        KeyText text = KeyText.random();
        ApiKey successor = ApiKey.made(
                text.id(),
                old.name(),
                old.roles(),
                old.sender(),
                now,
                by.name(),
                now.plus(Duration.between(old.createdAt(), old.expiresAt())));
        if (!old.isLive(now) || old.replacedBy().isPresent()) {
            throw notReplaceable(id);
        }
        acts.record(successor.act(KeyActs.Kind.ROTATED, Optional.of(id), Optional.empty()));
        if (!store.replace(id, now.plus(beside), successor, hash.of(text))) {
            throw notReplaceable(id);
        }
        ring.refresh();
        return KeyView.of(successor, now, text);
    }

    void revoke(String id, Caller by) {
        ApiKey key = get(id, by);
        if (key.revokedAt().isEmpty()) {
            acts.record(key.act(KeyActs.Kind.REVOKED, Optional.empty(), Optional.empty()));
            store.revoke(id, clock.instant(), by.name());
            ring.refresh();
        }
    }

    KeyView view(String id, Caller by) {
        return KeyView.of(get(id, by), clock.instant());
    }

    List<KeyView> list(Caller by, String after, int limit) {
        Instant now = clock.instant();
        return store.list(by.tenants(), after, limit).stream()
                .map(key -> KeyView.of(key, now))
                .toList();
    }

    private ApiKey get(String id, Caller by) {
        return store.find(id)
                .filter(key -> mayManage(by, key))
                .orElseThrow(() -> ProblemException.notFound("There is no key " + id));
    }

    private static boolean mayManage(Caller by, ApiKey key) {
        return by.tenants() instanceof Tenants.All
                || (key.sender().tenants() instanceof Tenants.Some some
                        && some.ids().stream().allMatch(by.tenants()::contains));
    }

    /** Nobody gets by a key what he may not himself: neither by making one nor by replacing that of another. */
    private static void checkMayGrant(Caller by, ApiKey key) {
        if (!by.roles().containsAll(key.caller().roles())) {
            throw ProblemException.of(
                    Problem.of(
                            403,
                            "role-not-yours",
                            "A role that you do not have",
                            "A key can have roles of your own credential only: auditors' keys are made by who is an auditor, too"));
        }
        if (!by.sender().sources().cover(key.sender().sources())
                || !by.sender().types().cover(key.sender().types())) {
            throw ProblemException.of(Problem.of(
                    403,
                    "not-yours-to-send",
                    "Sources or types that are not yours",
                    "A key can send what your own credential may send, and no more"));
        }
    }

    private KeyHash hash() {
        if (!mode.takesKeys()) {
            throw ProblemException.of(Problem.of(
                    409,
                    "no-key-secret",
                    "There are no API keys",
                    "Set tallygate.access.key-secret (TALLYGATE_ACCESS_KEY_SECRET) and start the gateway again"));
        }
        return new KeyHash(config.keySecret().orElseThrow());
    }

    private static ProblemException notReplaceable(String id) {
        return ProblemException.of(Problem.of(
                409,
                "key-not-replaceable",
                "The key cannot be replaced",
                "Key " + id + " is not alive, or is replaced"));
    }
}
