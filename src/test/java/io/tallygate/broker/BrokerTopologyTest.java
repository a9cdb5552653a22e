package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.rabbitmq.client.Channel;
import io.tallygate.testkit.RequiresRabbitMq;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RequiresRabbitMq(privateNode = true)
class BrokerTopologyTest {
    private Bench bench = new Bench(Bench.sharedNode(), Map.of());

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void declare_everything_asPromised() throws Exception {
        bench.connectedPublisher();
        Channel channel = bench.admin().createChannel();
        Map<String, Object> quorum = Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_000_000_000);
        Map<String, Object> audit =
                Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_000_000_000, "x-single-active-consumer", true);
        // Declaring the same again is accepted only if it is the same.
        assertThatCode(() -> {
                    channel.exchangeDeclare(bench.config.exchange(), "topic", true);
                    channel.queueDeclare(bench.config.auditQueue(), true, false, false, audit);
                    channel.queueDeclare(bench.config.jobsQueue(), true, false, false, quorum);
                })
                .doesNotThrowAnyException();
        assertRouted(channel, "workflow.job.trigger", 1, 1);
        assertRouted(channel, "workflow", 2, 1);
        assertRouted(channel, "other.key", 2, 1);
        assertThat(bench.links.server()).map(BrokerServer::product).contains("RabbitMQ");
    }

    private void assertRouted(Channel channel, String key, long audit, long jobs) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(bench.config.exchange(), key, null, new byte[0]);
        channel.waitForConfirmsOrDie(10_000);
        Bench.await("messages are where they belong")
                .untilAsserted(() -> assertThat(List.of(
                                channel.messageCount(bench.config.auditQueue()),
                                channel.messageCount(bench.config.jobsQueue())))
                        .containsExactly(audit, jobs));
    }

    @Test
    void declare_twice_isTheSame() {
        bench.connectedPublisher();
        bench.taker(Map.of());
        bench.awaitUp("audit");
        assertThat(bench.links.areUp()).isTrue();
    }

    @Test
    void declare_classic_asConfigured() throws Exception {
        bench = new Bench(Bench.sharedNode(), Map.of("tallygate.rabbitmq.queue-type", "classic"));
        bench.connectedPublisher();
        Channel channel = bench.admin().createChannel();
        assertThatCode(() -> channel.queueDeclare(
                        bench.config.jobsQueue(), true, false, false, Map.of("x-queue-type", "classic")))
                .doesNotThrowAnyException();
    }

    @Test
    void declare_classicQueueThatDoesNotSayItsType_isAcceptedIfConfigured() throws Exception {
        bench = new Bench(
                Bench.sharedNode(),
                Map.of(
                        "tallygate.rabbitmq.queue-type", "classic",
                        "tallygate.rabbitmq.single-active-consumer", "false"));
        bench.admin().createChannel().queueDeclare(bench.config.auditQueue(), true, false, false, Map.of());
        bench.connectedPublisher();
    }

    @Test
    void declare_auditQueueIsClassic_saysSoAndRecovers() throws Exception {
        Channel channel = bench.admin().createChannel();
        channel.queueDeclare(bench.config.auditQueue(), true, false, false, Map.of());
        bench.publisher();
        assertMismatch("queue '" + bench.config.auditQueue() + "'", "x-queue-type", "tallygate.rabbitmq.queue-type");
        channel.queueDelete(bench.config.auditQueue());
        bench.awaitUp("publish");
    }

    @Test
    void declare_exchangeIsDirect_saysSoAndRecovers() throws Exception {
        Channel channel = bench.admin().createChannel();
        channel.exchangeDeclare(bench.config.exchange(), "direct", true);
        bench.publisher();
        assertMismatch(
                "exchange '" + bench.config.exchange() + "'", "current is 'direct'", "tallygate.rabbitmq.exchange");
        channel.exchangeDelete(bench.config.exchange());
        bench.awaitUp("publish");
    }

    @Test
    void declare_jobsQueueIsOfOtherKind_isUsedAsItIs() throws Exception {
        Channel channel = bench.admin().createChannel();
        channel.queueDeclare(bench.config.jobsQueue(), true, false, false, Map.of("x-max-priority", 3));
        bench.connectedPublisher();
        assertRouted(channel, "workflow.job.trigger", 1, 1);
    }

    private void assertMismatch(String object, String found, String remedy) {
        Bench.await("the mismatch shows")
                .untilAsserted(() -> assertThat(bench.state("publish"))
                        .isInstanceOfSatisfying(LinkState.Connecting.class, state -> {
                            assertThat(state.needsOperator()).isTrue();
                            assertThat(state.lastError().orElseThrow())
                                    .contains(object, "PRECONDITION_FAILED", found, remedy);
                        }));
    }
}
