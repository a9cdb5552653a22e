package io.tallygate.ingest.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import io.tallygate.testkit.Configured;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AmqpSendersTest {
    private static final UUID TENANT = new UUID(0, 7);
    private static final String USERS = "tallygate.access.amqp.users.";
    private static final String URL = "amqp://the%20gateway:secret@localhost";

    @Test
    void of_whereNoUserIsNamed_isAnyone() {
        AmqpSenders senders = senders(Map.of(), URL);

        assertThat(senders.of(Optional.empty())).isSameAs(Sender.ANYONE);
        assertThat(senders.of(Optional.of("somebody"))).isSameAs(Sender.ANYONE);
        assertThat(senders.ownUser()).isEmpty();
    }

    @Test
    void of_whereUsersAreNamed_isWhoIsNamedOrNobody() {
        AmqpSenders senders = senders(
                Map.of(
                        USERS + "orders.tenants", TENANT.toString(),
                        USERS + "orders.sources", "orders,billing-*",
                        USERS + "operations.tenants", "*",
                        USERS + "operations.user-id", "Operations/1"),
                URL);

        assertThat(senders.of(Optional.of("orders")))
                .isEqualTo(new Sender(
                        Tenants.of(TENANT), new NamePatterns(List.of("orders", "billing-*")), NamePatterns.ANY));
        assertThat(senders.of(Optional.of("Operations/1")).tenants()).isEqualTo(Tenants.ALL);
        assertThat(senders.of(Optional.of("operations"))).isSameAs(Sender.NOBODY);
        assertThat(senders.of(Optional.of("Orders"))).isSameAs(Sender.NOBODY);
        assertThat(senders.of(Optional.empty())).isSameAs(Sender.NOBODY);
    }

    @Test
    void of_theGatewaysOwnUser_isAnyone() {
        AmqpSenders senders = senders(Map.of(USERS + "orders.tenants", "*"), URL);

        assertThat(senders.ownUser()).contains("the gateway");
        assertThat(senders.of(Optional.of("the gateway"))).isSameAs(Sender.ANYONE);
    }

    @Test
    void configuration_thatContradictsItself_failsAndNamesTheKey() {
        assertThatThrownBy(() -> senders(Map.of(USERS + "orders.tenants", "not-a-uuid"), URL))
                .hasMessageContaining(USERS + "orders.tenants");
        assertThatThrownBy(() -> senders(Map.of(USERS + "x.tenants", "*", USERS + "x.user-id", "the gateway"), URL))
                .hasMessageContaining("own user");
        assertThatThrownBy(() -> senders(
                        Map.of(USERS + "a.tenants", "*", USERS + "b.tenants", "*", USERS + "b.user-id", "a"), URL))
                .hasMessageContaining("twice");
        assertThatThrownBy(() ->
                        senders(Map.of(USERS + "orders.tenants", "*"), "amqp://one:x@localhost,amqp://two:x@localhost"))
                .hasMessageContaining("tallygate.access.amqp.own-user");
    }

    private static AmqpSenders senders(Map<String, String> properties, String urls) {
        return new AmqpSenders(
                Configured.by(properties, AmqpAccessConfig.class),
                Configured.by(Map.of(), BrokerConfig.class),
                () -> BrokerAddress.parseAll(urls));
    }
}
