package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://user:secret@broker.example:5673/live, broker.example:5673/live",
        "amqp://user:secret@broker.example, broker.example:5672",
        "amqps://broker.example/%2F, broker.example:5671/%2F",
        "AMQPS://secret@[::1]/, [::1]:5671/"
    })
    void redacted_hasNoSecrets(String url, String expected) {
        BrokerAddress address = BrokerAddress.parseAll(url).get(0);
        assertThat(address.redacted()).isEqualTo(expected);
        assertThat(address).hasToString(expected);
    }

    @Test
    void parseAll_several() {
        assertThat(BrokerAddress.parseAll("amqp://a , amqps://b,"))
                .extracting(BrokerAddress::redacted)
                .isEqualTo(List.of("a:5672", "b:5671"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://user:secret@host", "amqp://user:sec ret@host", "amqp://user:secret#@host", "secret"})
    void parseAll_unreadable_repeatsNothing(String url) {
        assertThatThrownBy(() -> BrokerAddress.parseAll(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret")
                .hasNoCause();
    }
}
