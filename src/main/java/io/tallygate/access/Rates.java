package io.tallygate.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** How much callers may ask for: each for itself, and all of one tenant together. Each instance counts for itself. */
@Singleton
class Rates {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AccessConfig.Limits limits;
    private final Buckets<String> callers;
    private final Buckets<UUID> tenants;

    Rates(AccessConfig config) {
        this.limits = config.limits();
        this.callers = buckets(limits.callerRate());
        this.tenants = buckets(limits.tenantRate());
    }

    private <K> Buckets<K> buckets(long rate) {
        return new Buckets<>(rate * limits.burst(), rate, SECOND);
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
        Stream<Allowance> own = Stream.of(take("caller", callers.of(caller.id()), limits.callerRate(), units));
        Stream<Allowance> shared = caller.tenants().single().stream()
                .map(tenant -> take("tenant", tenants.of(tenant), limits.tenantRate(), units));
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
}
