package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryReaderTest {
    private static final byte[] BODY = {1, 2};

    @Test
    void read_everyProperty() {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId("m")
                .correlationId("c\u0000")
                .type("t")
                .contentType("application/json")
                .timestamp(Date.from(Instant.ofEpochSecond(7)))
                .headers(Map.of("n", 1))
                .build();
        Delivery delivery = DeliveryReader.read(new Envelope(5, true, "ex", "key\n"), properties, BODY);
        assertThat(delivery.body()).isSameAs(BODY);
        assertThat(delivery.exchange()).isEqualTo("ex");
        assertThat(delivery.routingKey()).isEqualTo("key\\u000A");
        assertThat(delivery.redelivered()).isTrue();
        assertThat(delivery.messageId()).contains("m");
        assertThat(delivery.correlationId()).contains("c\\u0000");
        assertThat(delivery.type()).contains("t");
        assertThat(delivery.contentType()).contains("application/json");
        assertThat(delivery.timestamp()).contains(Instant.ofEpochSecond(7));
        assertThat(delivery.headers()).isEqualTo(Map.of("n", "1"));
    }

    @Test
    void read_noProperties() {
        Delivery delivery =
                DeliveryReader.read(new Envelope(5, false, "", ""), new AMQP.BasicProperties.Builder().build(), BODY);
        assertThat(delivery.messageId()).isEmpty();
        assertThat(delivery.timestamp()).isEmpty();
        assertThat(delivery.headers()).isEmpty();
    }

    @Test
    void read_manyLongHeaders_areCapped() {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            headers.put("h" + i, "v".repeat(2_000));
        }
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().headers(headers).build();
        Delivery delivery = DeliveryReader.read(new Envelope(5, false, "", ""), properties, BODY);
        assertThat(delivery.headers()).hasSize(64).containsKeys("h0", "h1054");
        assertThat(delivery.headers().values())
                .allSatisfy(value -> assertThat(value).hasSize(1_024));
    }
}
