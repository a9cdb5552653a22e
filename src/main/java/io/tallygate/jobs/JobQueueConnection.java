package io.tallygate.jobs;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.smallrye.common.annotation.Identifier;
import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerAddresses;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.broker.BrokerTls;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;

/** Points the stock connector, which feeds the job worker, to the gateway's broker, with the settings that are safe. */
class JobQueueConnection {
    private static final int HEARTBEAT_SECONDS = 4;
    private static final int TIMEOUT_MILLIS = 5_000;

    @Produces
    @Singleton
    @Identifier("tallygate-jobs")
    RabbitMQOptions options(BrokerAddresses addresses, BrokerConfig config) {
        // amqp-client recovers the connection and forgets the acknowledgements of the lost one. With Vert.x's own
        // reconnecting they are sent on the next channel, where they acknowledge other messages.
        RabbitMQOptions options = new RabbitMQOptions()
                .setConnectionName("tallygate-jobs")
                .setAutomaticRecoveryEnabled(true)
                .setReconnectAttempts(0)
                .setRequestedHeartbeat(HEARTBEAT_SECONDS)
                .setConnectionTimeout(TIMEOUT_MILLIS)
                .setHandshakeTimeout(TIMEOUT_MILLIS);
        List<BrokerAddress> known = addresses.current();
        if (!known.isEmpty()) {
            login(options, known.get(0), new BrokerTls(config.tls()))
                    .setAddresses(
                            known.stream().map(JobQueueConnection::address).toList());
        }
        return options;
    }

    /** Part by part: given the whole URL, the client would trust any certificate. */
    private static RabbitMQOptions login(RabbitMQOptions options, BrokerAddress address, BrokerTls tls) {
        ConnectionFactory parsed = new ConnectionFactory();
        try {
            parsed.setUri(address.withoutTls());
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("The broker's address " + address + " cannot be used", e);
        }
        options.setUser(parsed.getUsername()).setPassword(parsed.getPassword()).setVirtualHost(parsed.getVirtualHost());
        if (address.isEncrypted()) {
            secure(options, tls);
        }
        return options;
    }

    /** By managers of our own: the client behind the stock connector never compares the host with the certificate. */
    private static void secure(RabbitMQOptions options, BrokerTls tls) {
        try {
            options.setSsl(true).setTrustAll(false).setTrustOptions(TrustOptions.wrap(tls.trustManager()));
            tls.keyManager().ifPresent(shown -> options.setKeyCertOptions(KeyCertOptions.wrap(shown)));
            if (tls.isExternal()) {
                options.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Address address(BrokerAddress address) {
        int port = address.uri().getPort();
        return new Address(address.uri().getHost(), port >= 0 ? port : address.isEncrypted() ? 5671 : 5672);
    }
}
