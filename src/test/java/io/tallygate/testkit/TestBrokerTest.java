package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;

class TestBrokerTest {
    @Test
    void shared_isOneBrokerThatAnswers() throws Exception {
        TestBroker broker = TestBroker.shared();

        assertThat(TestBroker.shared()).isSameAs(broker);
        assertThat(broker.kind()).isEqualTo(TestBroker.choice());
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
        }
    }

    @Test
    void description_namesProductAndVersion() {
        assertThat(TestBroker.shared().description()).matches(".+ \\d+\\.\\d+\\S*, .+");
    }
}
