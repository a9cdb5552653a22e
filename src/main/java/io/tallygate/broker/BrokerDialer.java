package io.tallygate.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.impl.StrictExceptionHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Opens connections that wait for nothing without a bound and repair nothing by themselves. */
final class BrokerDialer {
    private static final Logger LOG = Logger.getLogger(BrokerDialer.class);

    // The client reads nested header tables by recursion. A header frame has room for some 20,000 levels, which
    // overflow
    // a stack of the usual size and with it end the connection, again at every redelivery. Only used pages cost memory.
    private static final long READER_STACK_BYTES = 64L << 20;

    private final BrokerConfig config;
    private final BrokerTls tls;
    private final HoldableSockets sockets = new HoldableSockets();

    BrokerDialer(BrokerConfig config) {
        this.config = config;
        this.tls = new BrokerTls(config.tls());
    }

    /**
     * Opens a connection.
     *
     * @param name what the broker's operator sees, and the name of the client's threads
     * @throws IOException if the broker is away or refuses
     * @throws TimeoutException if it does not answer
     */
    Connection dial(BrokerAddress address, String name) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        // before the address, whose TLS has a factory of its own
        factory.setSocketFactory(sockets);
        point(factory, address);
        // The recovery of the client resubscribes behind our back, while what was delivered before still waits to be
        // settled; here the one who settles also decides when a new channel begins.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(millis(config.connectionTimeout()));
        factory.setHandshakeTimeout(millis(config.connectionTimeout()));
        factory.setChannelRpcTimeout(millis(config.connectionTimeout()));
        factory.setChannelShouldCheckRpcResponseType(true);
        factory.setShutdownTimeout(millis(config.connectionTimeout()));
        factory.setRequestedHeartbeat((int) Math.max(1, config.heartbeat().toSeconds()));
        factory.setMaxInboundMessageBodySize(config.maxMessageBytes());
        factory.setExceptionHandler(new QuietExceptions());
        // Who is called puts what it is told into a queue and returns: a thread between costs more than that.
        factory.setSharedExecutor(ImmediateEventExecutor.INSTANCE);
        factory.setThreadFactory(threads(name));
        try {
            return factory.newConnection(name);
        } catch (IOException e) {
            throw address.isEncrypted() && Faults.endsTls(e) ? new TlsEnded(tls.showsCertificate(), e) : e;
        }
    }

    /** The sockets of the connections that are not encrypted. */
    HoldableSockets sockets() {
        return sockets;
    }

    private void point(ConnectionFactory factory, BrokerAddress address) throws IOException {
        try {
            factory.setUri(address.withoutTls());
            if (address.isEncrypted()) {
                // Host names are looked at by the context's own manager.
                factory.useSslProtocol(tls.context());
            } else if (tls.isAskedFor()) {
                throw new IOException("tallygate.rabbitmq.tls is set, so nothing is sent in the clear: the address must"
                        + " begin with amqps://");
            }
            if (tls.isExternal()) {
                factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            }
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("The address " + address.redacted() + " cannot be used: " + e.getClass(), e);
        }
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name + "-client", READER_STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * The client would log a stack trace for every lost connection, beside the one line of {@link BrokerLink}. Strict: a
     * listener of ours that throws closes its channel, and so is noticed.
     */
    private static final class QuietExceptions extends StrictExceptionHandler {
        @Override
        protected void log(String message, Throwable fault) {
            LOG.debugf(fault, "The client reports: %s", message);
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }
}
