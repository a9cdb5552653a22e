package io.tallygate.access;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;

/**
 * Token buckets that are all alike, one for each of many; those that were not asked for the longest are forgotten.
 *
 * <p>Thread-safe.
 */
final class Buckets<K> {
    private final Map<K, Bucket> buckets = new RecentlyUsed<>();
    private final long capacity;
    private final long refill;
    private final Duration period;

    /**
     * Buckets that begin full.
     *
     * @param capacity what is in a full one
     * @param refill what comes back in a period, evenly
     */
    Buckets(long capacity, long refill, Duration period) {
        this.capacity = capacity;
        this.refill = refill;
        this.period = period;
    }

    Bucket of(K key) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    key,
                    unused -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                            .build());
        }
    }
}
