package io.tallygate.broker;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * What must exist at the broker: the exchange, the audit queue and the jobs queue with their bindings. Declaring is
 * repeated at every connect, so that what was deleted meanwhile comes back before anything is published or taken.
 *
 * <p>The exchange and the audit queue must be as asked for: a queue that is not durable or drops messages would lose
 * events quietly. The jobs queue belongs to its workers, who may have declared it to their taste: it is taken as it is.
 *
 * <p>Safe for use by several threads.
 */
final class BrokerTopology {
    private static final Logger LOG = Logger.getLogger(BrokerTopology.class);

    /** Access refused, locked by another connection, precondition failed, not allowed, not implemented: no retry helps. */
    private static final Set<Integer> OPERATORS_CODES = Set.of(403, 405, 406, 530, 540, 542);

    private static final int PRECONDITION_FAILED = 406;

    private final BrokerConfig config;
    private final AuditBindings auditBindings;
    private final AtomicReference<String> lastAccepted = new AtomicReference<>("");
    private final AtomicBoolean warnedOfClassic = new AtomicBoolean();

    BrokerTopology(BrokerConfig config, AuditBindings auditBindings) {
        this.config = config;
        this.auditBindings = auditBindings;
    }

    /**
     * Declares everything.
     *
     * @throws TopologyMismatch if the broker has something else of that name or refuses; says which, why, and what to do
     * @throws IOException if the connection breaks meanwhile
     * @throws TimeoutException if the broker does not answer
     */
    void declare(Connection connection, BrokerServer server) throws IOException, TimeoutException, TopologyMismatch {
        declareExchange(connection);
        declareAuditQueue(connection, server);
        declareJobsQueue(connection, server);
    }

    private void declareExchange(Connection connection) throws IOException, TimeoutException, TopologyMismatch {
        insist(
                connection,
                "exchange '" + config.exchange() + "' as a durable topic exchange",
                "Delete it or declare it as a durable topic exchange without arguments,"
                        + " or name another one with tallygate.rabbitmq.exchange",
                channel -> channel.exchangeDeclare(config.exchange(), BuiltinExchangeType.TOPIC, true));
    }

    private void declareAuditQueue(Connection connection, BrokerServer server)
            throws IOException, TimeoutException, TopologyMismatch {
        Map<String, Object> arguments = auditArguments(server);
        insist(
                connection,
                "queue '" + config.auditQueue() + "' as a durable queue with " + arguments,
                "Delete it once it is drained and it is declared anew, or set tallygate.rabbitmq.queue-type,"
                        + " .delivery-limit and .single-active-consumer to what it is,"
                        + " or name another one with tallygate.rabbitmq.audit-queue",
                channel -> {
                    channel.queueDeclare(config.auditQueue(), true, false, false, arguments);
                    for (String key : auditBindings.keys()) {
                        channel.queueBind(config.auditQueue(), config.exchange(), key);
                    }
                });
    }

    private void declareJobsQueue(Connection connection, BrokerServer server)
            throws IOException, TimeoutException, TopologyMismatch {
        String queue = config.jobsQueue();
        String remedy = "Let the user of tallygate.rabbitmq.url configure, read and write it,"
                + " or name another one with tallygate.rabbitmq.jobs-queue";
        try {
            Map<String, Object> arguments = queueArguments(server);
            insist(
                    connection,
                    "queue '" + queue + "' as a durable queue with " + arguments,
                    remedy,
                    channel -> channel.queueDeclare(queue, true, false, false, arguments));
        } catch (TopologyMismatch e) {
            if (Faults.replyOf(e).map(Faults.Reply::code).orElse(0) != PRECONDITION_FAILED) {
                throw e;
            }
            acceptAsItIs(queue, Faults.describe(requireCause(e)));
        }
        insist(
                connection,
                "the binding of queue '" + queue + "' by '" + config.jobsBinding() + "'",
                remedy,
                channel -> {
                    channel.queueDeclarePassive(queue);
                    channel.queueBind(queue, config.exchange(), config.jobsBinding());
                });
    }

    // Every connect comes here again; the operator needs to read it once.
    private void acceptAsItIs(String queue, String found) {
        if (!lastAccepted.getAndSet(found).equals(found)) {
            LOG.infof("Queue '%s' exists with other properties and is used as it is: %s", queue, found);
        }
    }

    private Map<String, Object> auditArguments(BrokerServer server) {
        Map<String, Object> arguments = queueArguments(server);
        if (server.hasQuorumQueues() && config.singleActiveConsumer()) {
            arguments.put("x-single-active-consumer", true);
        }
        return arguments;
    }

    // A broker that is not RabbitMQ closes the connection for arguments that it does not know.
    private Map<String, Object> queueArguments(BrokerServer server) {
        Map<String, Object> arguments = new HashMap<>();
        boolean quorum = config.queueType() == QueueType.QUORUM
                || (config.queueType() == QueueType.AUTO && server.hasQuorumQueues());
        if (quorum) {
            arguments.put("x-queue-type", "quorum");
            arguments.put("x-delivery-limit", config.deliveryLimit());
        } else if (server.hasQuorumQueues()) {
            warnOfClassic();
            // Said aloud, since a virtual host may have quorum as the type of queues that do not say.
            arguments.put("x-queue-type", "classic");
        }
        return arguments;
    }

    private void warnOfClassic() {
        if (!warnedOfClassic.getAndSet(true)) {
            LOG.warn(
                    "tallygate.rabbitmq.queue-type is classic, though this broker has quorum queues: a classic queue lives"
                            + " on one node and is lost with its disk. Drain and delete the queues, and set it to auto");
        }
    }

    private interface Step {
        void on(Channel channel) throws IOException;
    }

    // A channel of its own for each object: the broker closes the channel on which it refuses something.
    private static void insist(Connection connection, String asked, String remedy, Step step)
            throws IOException, TimeoutException, TopologyMismatch {
        try (Channel channel = connection.createChannel()) {
            step.on(channel);
        } catch (IOException e) {
            Faults.Reply reply = Faults.replyOf(e).orElseThrow(() -> e);
            if (!OPERATORS_CODES.contains(reply.code())) {
                throw e;
            }
            throw new TopologyMismatch(
                    "Asked the broker for " + asked + "; it answers: " + reply.text() + ". " + remedy + ".", e);
        }
    }

    private static Throwable requireCause(TopologyMismatch mismatch) {
        Throwable cause = mismatch.getCause();
        return cause == null ? mismatch : cause;
    }
}
