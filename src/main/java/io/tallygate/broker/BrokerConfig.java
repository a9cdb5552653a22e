package io.tallygate.broker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys below {@code tallygate.rabbitmq}. Durations are written like {@code 500ms}, {@code 10s} or {@code PT1M}. */
@ConfigMapping(prefix = "tallygate.rabbitmq")
public interface BrokerConfig {

    /**
     * Where the broker is: one {@code amqp://user:password@host:port/vhost} or {@code amqps://...}, or several of them,
     * separated by commas, which are tried in turn. User, password and virtual host are percent-encoded. Environment:
     * {@code TALLYGATE_RABBITMQ_URL}. Never log it: see {@link BrokerAddress#redacted()}.
     */
    Optional<String> url();

    /** How connections to an {@code amqps://} address are secured. */
    Tls tls();

    /**
     * How long opening a connection, its handshake, and any one question to the broker (a declaration, say) may take.
     */
    @WithDefault("5s")
    Duration connectionTimeout();

    /** A broker that is silent for about twice this long counts as gone. Whole seconds; the broker may shorten it. */
    @WithDefault("4s")
    Duration heartbeat();

    /** The wait before the second attempt to connect; it doubles with every further one. */
    @WithDefault("200ms")
    Duration reconnectDelayMin();

    /** The longest wait between two attempts; also the wait after a mismatch that only an operator can end. */
    @WithDefault("10s")
    Duration reconnectDelayMax();

    /** The durable topic exchange on which the events live. */
    @WithDefault("coder_events")
    String exchange();

    /** The queue that the audit log is fed from. */
    @WithDefault("tallygate.audit")
    String auditQueue();

    /** The keys by which the audit queue is bound to the exchange; those of all dialects where they are absent. */
    Optional<List<String>> auditBindings();

    /** The queue of the batch job workers. */
    @WithDefault("bi_batch_jobs")
    String jobsQueue();

    /** The key by which the jobs queue is bound to the exchange. */
    @WithDefault("workflow.job.trigger")
    String jobsBinding();

    /** What new queues are: {@code auto}, {@code quorum} or {@code classic}. */
    @WithDefault("auto")
    QueueType queueType();

    /**
     * How often a quorum queue may deliver one message before it gives it up, between 1 and 2147483647. RabbitMQ 4 drops
     * a message silently after 20 unless told otherwise, and an audit log may lose none: so it is told a number that is
     * never reached. Part of the queue's identity: a queue declared with another number is a mismatch.
     */
    @WithDefault("1000000000")
    int deliveryLimit();

    /**
     * Whether the audit queue feeds one gateway at a time, the others standing by: the order of one workflow's events is
     * kept only so. RabbitMQ from 3.8 on; part of the queue's identity.
     */
    @WithDefault("true")
    boolean singleActiveConsumer();

    /**
     * How many messages the broker may hand over before the first of them is acknowledged, 1 to 65535. Times the size of
     * a message, this is the memory that a slow storage can cost.
     */
    @WithDefault("3000")
    int prefetch();

    /** The most messages in one batch, 1 or more. */
    @WithDefault("1000")
    int batchSize();

    /** A batch is also full at this many bytes of bodies; a single larger message is a batch of its own. */
    @WithDefault("8388608")
    int batchBytes();

    /** How long the first message of a batch may wait for others. */
    @WithDefault("5ms")
    Duration linger();

    /** The longest wait before a batch that was given back is taken again; the first is {@link #reconnectDelayMin()}. */
    @WithDefault("5s")
    Duration redeliveryDelayMax();

    /** The largest message that is taken; a larger one closes the connection. Bytes; RabbitMQ 3 allows 134217728. */
    @WithDefault("134217728")
    int maxMessageBytes();

    /** The longest that the publisher waits for the broker's word on a message. */
    @WithDefault("30s")
    Duration confirmTimeout();

    /** How many published messages may await the broker's word at a time. */
    @WithDefault("2000")
    int publishWindow();

    /** How long a stop waits for the batches that are being handled to be settled. */
    @WithDefault("10s")
    Duration drainTimeout();

    /** The keys below {@code tallygate.rabbitmq.tls}. Files are PEM, and are read again for each new connection. */
    interface Tls {

        /** The certificates of whoever may have signed the broker's; without it those that Java trusts. */
        Optional<Path> caFile();

        /** The certificate that the gateway shows, followed by those between it and its root. */
        Optional<Path> certificateFile();

        /** The private key of that certificate, not encrypted: PKCS#8. */
        Optional<Path> keyFile();

        /** Whether the broker's certificate must name the host of the address. */
        @WithDefault("true")
        boolean verifyHostName();

        /** Whether the certificate says who the gateway is, in place of user and password: SASL EXTERNAL. */
        @WithDefault("false")
        boolean external();
    }
}
