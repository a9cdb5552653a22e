package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Return;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders of the broker's words that a broker at hand does not say at will. */
class ConfirmWindowTest {
    private static final PublishOutcome CONFIRMED = new PublishOutcome.Confirmed();
    private static final PublishOutcome UNROUTABLE = new PublishOutcome.Unroutable("NO_ROUTE");

    private final BrokerMetrics metrics = new BrokerMetrics(new SimpleMeterRegistry());
    private final PublishBatch batch = new PublishBatch(Bench.messages(0, 4), metrics);
    private final ConfirmWindow window = new ConfirmWindow();

    @BeforeEach
    void publish() {
        for (int i = 0; i < 4; i++) {
            window.add(i + 1, batch, i);
        }
    }

    private List<PublishOutcome> outcomes() {
        assertThat(window.size()).isZero();
        assertThat(batch.result()).isDone();
        return batch.result().join();
    }

    private static Return returned(int number) {
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().messageId("id-" + number).build();
        return new Return(312, "NO_ROUTE", "e", Bench.KEY, properties, new byte[0]);
    }

    @Test
    void accepted_outOfOrderAndMultiple() {
        window.accepted(3, false, metrics);
        window.accepted(2, true, metrics);
        assertThat(window.size()).isEqualTo(1);
        assertThat(batch.result()).isNotDone();
        window.accepted(4, true, metrics);
        assertThat(outcomes()).containsOnly(CONFIRMED);
    }

    @Test
    void accepted_multipleOverOneThatCameBack() {
        window.cameBack(returned(1));
        window.accepted(4, true, metrics);
        assertThat(outcomes()).containsExactly(CONFIRMED, UNROUTABLE, CONFIRMED, CONFIRMED);
    }

    @Test
    void rejected_thenReturned_isUnroutable() {
        window.rejected(2, false);
        window.accepted(4, true, metrics);
        assertThat(window.size()).isEqualTo(1);
        window.cameBack(returned(1));
        window.giveUpRejected(2, false);
        assertThat(outcomes()).containsExactly(CONFIRMED, UNROUTABLE, CONFIRMED, CONFIRMED);
    }

    @Test
    void returned_thenRejected_isUnroutable() {
        window.cameBack(returned(1));
        window.rejected(2, false);
        window.accepted(4, true, metrics);
        assertThat(outcomes()).containsExactly(CONFIRMED, UNROUTABLE, CONFIRMED, CONFIRMED);
    }

    @Test
    void rejected_andNeverReturned_isUnconfirmed() {
        window.rejected(4, true);
        assertThat(batch.result()).isNotDone();
        window.giveUpRejected(4, true);
        assertThat(outcomes()).hasOnlyElementsOfType(PublishOutcome.Unconfirmed.class);
    }

    @Test
    void giveUp_everything() {
        window.rejected(1, false);
        window.giveUp("lost");
        assertThat(outcomes()).containsOnly(new PublishOutcome.Unconfirmed("lost"));
    }

    @Test
    void answered_unknownNumber_isIgnored() {
        window.accepted(99, false, metrics);
        window.rejected(99, false);
        window.cameBack(returned(99));
        assertThat(window.size()).isEqualTo(4);
    }
}
