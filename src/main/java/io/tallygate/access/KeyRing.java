package io.tallygate.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * All keys that are alive, in memory: who shows one is told without asking the database, and a key that exists takes as long
 * as one that does not. Read again every few seconds; while the database is away, what was read last counts.
 *
 * <p>Thread-safe.
 */
@Singleton
class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final long USE_WRITTEN_EVERY = 60;
    private static final int AT_A_TIME = 100;

    private final AccessMode mode;
    private final AccessConfig config;
    private final KeyStore store;
    private final KeyActs acts;
    private final StorageGate gate;
    private final Clock clock;
    private final Optional<KeyHash> hash;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService refreshing = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "tallygate-keys");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<String, KeyStore.Stored> alive = Map.of();
    private volatile boolean isRead;

    KeyRing(AccessMode mode, AccessConfig config, KeyStore store, KeyActs acts, StorageGate gate, Clock clock) {
        this.mode = mode;
        this.config = config;
        this.store = store;
        this.acts = acts;
        this.gate = gate;
        this.clock = clock;
        this.hash = config.keySecret().map(KeyHash::new);
    }

    void start(@Observes StartupEvent started) {
        if (mode.takesKeys()) {
            long every = config.keysRefresh().toMillis();
            var unused = refreshing.scheduleWithFixedDelay(this::refreshOrSay, 0, every, TimeUnit.MILLISECONDS);
            var alsoUnused = refreshing.scheduleWithFixedDelay(
                    this::writeUse, USE_WRITTEN_EVERY, USE_WRITTEN_EVERY, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        refreshing.shutdownNow();
    }

    /** Whether it is known which keys there are. */
    boolean isRead() {
        return isRead;
    }

    /** The key of this text, if it is one that is alive. */
    Optional<ApiKey> find(String text) {
        Optional<KeyText> shown = KeyText.parse(text);
        if (shown.isEmpty() || hash.isEmpty()) {
            return Optional.empty();
        }
        // The same work whether there is a key of that id or not: how long it takes tells nothing.
        byte[] actual = hash.get().of(shown.get());
        KeyStore.Stored stored = alive.get(shown.get().id());
        boolean same = MessageDigest.isEqual(stored == null ? new byte[actual.length] : stored.hash(), actual);
        Instant now = clock.instant();
        if (!same || stored == null || !stored.key().isLive(now)) {
            return Optional.empty();
        }
        used.put(stored.key().id(), now.truncatedTo(ChronoUnit.SECONDS));
        return Optional.of(stored.key());
    }

    /** Whether a key that was found before is alive still. */
    boolean isLive(String id) {
        KeyStore.Stored stored = alive.get(id);
        return stored != null && stored.key().isLive(clock.instant());
    }

    /**
     * Reads the keys anew.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    synchronized void refresh() {
        List<KeyStore.Stored> found = store.alive(config.maxKeys());
        if (found.size() == config.maxKeys()) {
            LOG.warnf("There are %d API keys or more (tallygate.access.max-keys): others are not known", found.size());
        }
        alive = found.stream()
                .collect(Collectors.toUnmodifiableMap(stored -> stored.key().id(), Function.identity()));
        isRead = true;
    }

    /** The command has no log to write to. Nobody is let in with a key of which it is not in the log that it was made. */
    private void recordWhatTheCommandDid() {
        for (ApiKey key : store.unrecorded(AT_A_TIME)) {
            acts.record(key.act(KeyActs.Kind.CREATED, Optional.empty(), Optional.of(key.createdBy())));
            key.revokedBy()
                    .ifPresent(by -> acts.record(key.act(KeyActs.Kind.REVOKED, Optional.empty(), Optional.of(by))));
            store.setRecorded(key);
        }
    }

    private void refreshOrSay() {
        if (!gate.isOpen()) {
            return;
        }
        try {
            recordWhatTheCommandDid();
            refresh();
        } catch (StorageUnavailableException e) {
            LOG.debug("API keys cannot be read now; those read last count", e);
        } catch (RuntimeException e) {
            LOG.error("A fault of ours while reading API keys; those read last count", e);
        }
    }

    private void writeUse() {
        Map<String, Instant> now = Map.copyOf(used);
        if (now.isEmpty()) {
            return;
        }
        try {
            store.setUsed(now);
            now.forEach(used::remove);
        } catch (RuntimeException e) {
            LOG.debug("When API keys were used is written later", e);
        }
    }
}
