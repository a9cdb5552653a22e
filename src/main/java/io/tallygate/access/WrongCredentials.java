package io.tallygate.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Slows those who try credentials. Only answers to wrong ones wait: nobody can lock out others who come from the same
 * address.
 */
@Singleton
class WrongCredentials {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AccessConfig.Limits limits;
    private final MeterRegistry registry;
    private final Buckets<String> attempts;
    private final AtomicInteger waiting = new AtomicInteger();

    WrongCredentials(AccessConfig config, MeterRegistry registry) {
        this.limits = config.limits();
        this.registry = registry;
        this.attempts = new Buckets<>(limits.failures(), limits.failures(), MINUTE);
    }

    /**
     * Counts a wrong credential.
     *
     * @return when it may be answered, and with which refusal
     */
    Uni<Refusal> seen(Refusal refusal, @Nullable SocketAddress from) {
        count(refusal);
        if (refusal == Refusal.KEYS_NOT_READ || attempts.of(address(from)).tryConsume(1)) {
            return Uni.createFrom().item(refusal);
        }
        if (waiting.incrementAndGet() > limits.delayedFailures()) {
            waiting.decrementAndGet();
            count(Refusal.TOO_MANY);
            return Uni.createFrom().item(Refusal.TOO_MANY);
        }
        registry.counter("tallygate.access.delayed").increment();
        return Uni.createFrom()
                .item(refusal)
                .onItem()
                .delayIt()
                .by(limits.failureDelay())
                .onTermination()
                .invoke(waiting::decrementAndGet);
    }

    private static String address(@Nullable SocketAddress from) {
        return from == null || from.hostAddress() == null ? "" : from.hostAddress();
    }

    void count(Refusal refusal) {
        registry.counter("tallygate.access.refused", "reason", refusal.label()).increment();
    }
}
