package io.tallygate.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.broker.BrokerLinks;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many messages wait in the gateway's queues: asked now and then, so that reading the metrics never waits for it. */
@Singleton
class QueueDepths {
    private final BrokerLinks broker;
    private final Map<String, Double> depths = new ConcurrentHashMap<>();

    QueueDepths(BrokerLinks broker, BrokerConfig config, MeterRegistry registry) {
        this.broker = broker;
        watch(config.auditQueue(), registry);
        watch(config.jobsQueue(), registry);
    }

    private void watch(String queue, MeterRegistry registry) {
        depths.put(queue, Double.NaN);
        Gauge.builder("tallygate.queue.depth", () -> depths.get(queue))
                .description(
                        "Messages that are ready in the queue; not a number while the broker is away or does not know")
                .tag("queue", queue)
                .register(registry);
    }

    @Scheduled(every = "${tallygate.rabbitmq.queue-depth-interval:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void ask() {
        depths.replaceAll((queue, before) -> {
            var depth = broker.queueDepth(queue);
            return depth.isPresent() ? (double) depth.getAsLong() : Double.NaN;
        });
    }
}
