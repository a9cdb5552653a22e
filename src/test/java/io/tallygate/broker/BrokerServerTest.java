package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerServerTest {

    @ParameterizedTest
    @CsvSource({
        "RabbitMQ, 3.7.28, false",
        "RabbitMQ, 3.8.0, true",
        "RabbitMQ, 3.10.8, true",
        "RabbitMQ, 4.0.0-rc.1, true",
        "RabbitMQ, unknown, false",
        "RabbitMQ, 4, false",
        "qpid, 10.1.0, false"
    })
    void hasQuorumQueues(String product, String version, boolean expected) {
        assertThat(new BrokerServer(product, version).hasQuorumQueues()).isEqualTo(expected);
    }
}
