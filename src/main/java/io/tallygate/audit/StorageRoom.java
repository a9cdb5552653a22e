package io.tallygate.audit;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room to store more. While somebody who can see the disk says that it is nearly full, nothing is
 * written: what the broker delivered is held as if the storage were away, and other doors turn senders away. A PostgreSQL
 * that says itself that its disk is full is remembered for a while, so that health can tell.
 */
@Singleton
public final class StorageRoom {
    /** The writer tries more often than this, so an older refusal is one that nothing has been tried after. */
    private static final Duration REFUSAL_COUNTS = Duration.ofSeconds(10);

    /** Insufficient resources: the disk is full (53100), memory is out. */
    private static final String INSUFFICIENT = "53";

    private volatile Optional<String> shortage = Optional.empty();
    private volatile @Nullable Refusal refusal;

    private record Refusal(String why, long at) {}

    /** Stops writing. */
    public void lacks(String why) {
        shortage = Optional.of(why);
    }

    /** Writing may go on. */
    public void suffices() {
        shortage = Optional.empty();
    }

    /** Why nothing may be written now, if nothing may. */
    public Optional<String> shortage() {
        return shortage;
    }

    /** Why PostgreSQL refused to write just now, if it did and has not written since. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal)
                .filter(last -> System.nanoTime() - last.at < REFUSAL_COUNTS.toNanos())
                .map(Refusal::why);
    }

    /**
     * Writes, if there is room.
     *
     * @throws StorageUnavailableException if there is none, or as the write does
     */
    public <T> T storing(Supplier<T> write) {
        if (shortage.isPresent()) {
            throw new StorageUnavailableException(shortage.get());
        }
        try {
            T result = write.get();
            refusal = null;
            return result;
        } catch (StorageUnavailableException e) {
            if (e.getCause() instanceof SQLException cause
                    && String.valueOf(cause.getSQLState()).startsWith(INSUFFICIENT)) {
                refusal = new Refusal("PostgreSQL refuses to write: " + cause.getMessage(), System.nanoTime());
            }
            throw e;
        }
    }
}
