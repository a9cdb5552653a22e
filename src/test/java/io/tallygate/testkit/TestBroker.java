package io.tallygate.testkit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tallygate.embedded.EmbeddedBroker;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The AMQP broker that tests talk to. Which one that is depends on the machine, and the closing summary of the build
 * says it: RabbitMQ in a container if a Docker daemon answers, else a private node of the installed
 * {@code rabbitmq-server}, else the gateway's own embedded broker.
 *
 * <p>{@code TALLYGATE_TEST_BROKER} ({@code docker}, {@code local} or {@code embedded}), as a system property or in the
 * environment, chooses instead; a choice that does not work then fails the tests.
 */
public final class TestBroker implements AutoCloseable {
    /** The image of the container, if {@code TALLYGATE_TEST_RABBITMQ_IMAGE} names no other. */
    private static final String IMAGE = "rabbitmq:4-management";

    private static final int CONNECT_MILLIS = 10_000;

    private final Kind kind;
    private final URI uri;
    private final AutoCloseable broker;

    private TestBroker(Kind kind, URI uri, AutoCloseable broker) {
        this.kind = kind;
        this.uri = uri;
        this.broker = broker;
        TestRun.closeAtEnd(this);
        TestRun.note("broker: " + description());
    }

    /** The kinds of broker, in the order of preference. */
    public enum Kind {
        DOCKER("a container"),
        LOCAL("a private node of the rabbitmq-server installed here"),
        EMBEDDED("embedded in the tests' JVM");

        private final String where;

        Kind(String where) {
            this.where = where;
        }

        public boolean isRabbitMq() {
            return this != EMBEDDED;
        }
    }

    /** The kind that {@link #shared()} and {@link #start()} give on this machine. */
    public static Kind choice() {
        return Choice.KIND;
    }

    /**
     * The one broker for all tests of this JVM that do it no harm: started when first asked for, closed when all tests
     * have run. A test uses queues and exchanges of its own, or clears up.
     */
    public static TestBroker shared() {
        return Shared.BROKER;
    }

    /** A broker of the test's own, empty at the start. A test that kills it takes a {@link RabbitNode} instead. */
    public static TestBroker start() {
        return switch (choice()) {
            case DOCKER -> inContainer();
            case LOCAL -> {
                RabbitNode node = RabbitNode.start();
                yield new TestBroker(Kind.LOCAL, node.uri(), node);
            }
            case EMBEDDED -> embedded();
        };
    }

    public Kind kind() {
        return kind;
    }

    /** Where it listens, with user and password. */
    public URI uri() {
        return uri;
    }

    /** A new connection without recovery of its own; the caller closes it. */
    public Connection connect() {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri);
            factory.setAutomaticRecoveryEnabled(false);
            factory.setConnectionTimeout(CONNECT_MILLIS);
            return factory.newConnection("test");
        } catch (Exception e) {
            throw new IllegalStateException("The tests' broker does not answer at " + uri, e);
        }
    }

    /** Product and version by the broker's own word, and where it runs. */
    public String description() {
        try (Connection connection = connect()) {
            return connection.getServerProperties().get("product") + " "
                    + connection.getServerProperties().get("version") + ", " + kind.where;
        } catch (java.io.IOException e) {
            throw new IllegalStateException("The tests' broker does not answer at " + uri, e);
        }
    }

    @Override
    public void close() throws Exception {
        TestRun.forget(this);
        broker.close();
    }

    @Override
    public String toString() {
        return kind + " broker at " + uri.getHost() + ":" + uri.getPort();
    }

    private static TestBroker inContainer() {
        String image = Settings.value("TALLYGATE_TEST_RABBITMQ_IMAGE").orElse(IMAGE);
        RabbitMQContainer container =
                new RabbitMQContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rabbitmq"));
        container.start();
        String user = container.getAdminUsername() + ":" + container.getAdminPassword();
        return new TestBroker(
                Kind.DOCKER,
                URI.create("amqp://" + user + "@" + container.getHost() + ":" + container.getAmqpPort()),
                container);
    }

    private static TestBroker embedded() {
        EmbeddedBroker embedded = EmbeddedBroker.startInMemory(FreePorts.next());
        return new TestBroker(Kind.EMBEDDED, embedded.amqpUri(), embedded);
    }

    /** Starts when first touched. */
    private static final class Shared {
        static final TestBroker BROKER = start();
    }

    /** Looks at the machine once: asking for Docker takes a while. */
    private static final class Choice {
        static final Kind KIND = wanted().orElseGet(Choice::available);

        private static Optional<Kind> wanted() {
            return Settings.value("TALLYGATE_TEST_BROKER").map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        }

        private static Kind available() {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                return Kind.DOCKER;
            }
            return RabbitNode.isInstalled() ? Kind.LOCAL : Kind.EMBEDDED;
        }
    }
}
