package io.tallygate.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** How much callers may ask for: each for itself, and all of one tenant together. Each instance counts for itself. */
@Singleton
class Rates {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AccessConfig.Limits limits;
    private final Map<String, Bucket> callers = new RecentlyUsed<>();
    private final Map<UUID, Bucket> tenants = new RecentlyUsed<>();

    Rates(AccessConfig config) {
        this.limits = config.limits();
    }

    /**
     * What is left of one allowance.
     *
     * @param name of the allowance: caller or tenant
     * @param quota the most that may be used at once
     * @param seconds until that is there again
     * @param remaining what may be used now
     * @param comeBackIn until this request may come again, if it may not now; else 0
     */
    record Allowance(String name, long quota, long seconds, long remaining, Duration comeBackIn) {
        boolean isSpent() {
            return !comeBackIn.isZero();
        }
    }

    /** Takes so much from every allowance of the caller that it has one of. */
    List<Allowance> use(Caller caller, long units) {
        Stream<Allowance> own = Stream.of(
                take("caller", bucket(callers, caller.id(), limits.callerRate()), limits.callerRate(), units));
        Stream<Allowance> shared = caller.tenants().single().stream()
                .map(tenant ->
                        take("tenant", bucket(tenants, tenant, limits.tenantRate()), limits.tenantRate(), units));
        return Stream.concat(own, shared).toList();
    }

    private Allowance take(String name, Bucket bucket, long rate, long units) {
        long quota = rate * limits.burst();
        // One that is larger than the allowance could never be let in.
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(units, quota));
        return new Allowance(
                name,
                quota,
                limits.burst(),
                probe.getRemainingTokens(),
                probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private <K> Bucket bucket(Map<K, Bucket> buckets, K key, long rate) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    key,
                    unused -> Bucket.builder()
                            .addLimit(limit ->
                                    limit.capacity(rate * limits.burst()).refillGreedy(rate, SECOND))
                            .build());
        }
    }
}
