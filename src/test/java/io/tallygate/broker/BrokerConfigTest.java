package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Configured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void defaults() {
        BrokerConfig config = Configured.by(Map.of(), BrokerConfig.class);
        assertThat(config.url()).isEmpty();
        assertThat(config.connectionTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.reconnectDelayMin()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.reconnectDelayMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.exchange()).isEqualTo("coder_events");
        assertThat(config.auditQueue()).isEqualTo("tallygate.audit");
        assertThat(config.auditBindings()).isEmpty();
        assertThat(config.jobsQueue()).isEqualTo("bi_batch_jobs");
        assertThat(config.jobsBinding()).isEqualTo("workflow.job.trigger");
        assertThat(config.queueType()).isEqualTo(QueueType.AUTO);
        assertThat(config.deliveryLimit()).isEqualTo(1_000_000_000);
        assertThat(config.singleActiveConsumer()).isTrue();
        assertThat(config.prefetch()).isEqualTo(3_000);
        assertThat(config.batchSize()).isEqualTo(1_000);
        assertThat(config.batchBytes()).isEqualTo(8 << 20);
        assertThat(config.linger()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.redeliveryDelayMax()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxMessageBytes()).isEqualTo(128 << 20);
        assertThat(config.confirmTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.publishWindow()).isEqualTo(2_000);
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyKey() {
        BrokerConfig config = Configured.by(
                Map.ofEntries(
                        Map.entry("tallygate.rabbitmq.url", "amqp://a,amqp://b"),
                        Map.entry("tallygate.rabbitmq.connection-timeout", "1s"),
                        Map.entry("tallygate.rabbitmq.heartbeat", "2s"),
                        Map.entry("tallygate.rabbitmq.reconnect-delay-min", "3ms"),
                        Map.entry("tallygate.rabbitmq.reconnect-delay-max", "4s"),
                        Map.entry("tallygate.rabbitmq.exchange", "e"),
                        Map.entry("tallygate.rabbitmq.audit-queue", "q"),
                        Map.entry("tallygate.rabbitmq.audit-bindings", "a.#,b.#"),
                        Map.entry("tallygate.rabbitmq.jobs-queue", "j"),
                        Map.entry("tallygate.rabbitmq.jobs-binding", "k"),
                        Map.entry("tallygate.rabbitmq.queue-type", "classic"),
                        Map.entry("tallygate.rabbitmq.delivery-limit", "5"),
                        Map.entry("tallygate.rabbitmq.single-active-consumer", "false"),
                        Map.entry("tallygate.rabbitmq.prefetch", "6"),
                        Map.entry("tallygate.rabbitmq.batch-size", "7"),
                        Map.entry("tallygate.rabbitmq.batch-bytes", "8"),
                        Map.entry("tallygate.rabbitmq.linger", "9ms"),
                        Map.entry("tallygate.rabbitmq.redelivery-delay-max", "10s"),
                        Map.entry("tallygate.rabbitmq.max-message-bytes", "11"),
                        Map.entry("tallygate.rabbitmq.confirm-timeout", "12s"),
                        Map.entry("tallygate.rabbitmq.publish-window", "13"),
                        Map.entry("tallygate.rabbitmq.drain-timeout", "14s")),
                BrokerConfig.class);
        assertThat(config.url()).contains("amqp://a,amqp://b");
        assertThat(config.connectionTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.reconnectDelayMin()).isEqualTo(Duration.ofMillis(3));
        assertThat(config.reconnectDelayMax()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.exchange()).isEqualTo("e");
        assertThat(config.auditQueue()).isEqualTo("q");
        assertThat(config.auditBindings()).contains(List.of("a.#", "b.#"));
        assertThat(config.jobsQueue()).isEqualTo("j");
        assertThat(config.jobsBinding()).isEqualTo("k");
        assertThat(config.queueType()).isEqualTo(QueueType.CLASSIC);
        assertThat(config.deliveryLimit()).isEqualTo(5);
        assertThat(config.singleActiveConsumer()).isFalse();
        assertThat(config.prefetch()).isEqualTo(6);
        assertThat(config.batchSize()).isEqualTo(7);
        assertThat(config.batchBytes()).isEqualTo(8);
        assertThat(config.linger()).isEqualTo(Duration.ofMillis(9));
        assertThat(config.redeliveryDelayMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.maxMessageBytes()).isEqualTo(11);
        assertThat(config.confirmTimeout()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.publishWindow()).isEqualTo(13);
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(14));
    }
}
