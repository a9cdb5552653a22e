package io.tallygate.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that comes back by itself, for one {@link User} of it.
 *
 * <p>Threads: each link has exactly one thread, its loop. The loop connects, declares, tells the user, and runs whatever
 * the user hands to {@link #execute}; user and link keep their state without locks, since only the loop touches it. The
 * client's own threads do nothing but hand tasks to the loop. The loop may wait for the broker, never longer than the
 * connection timeout a question, or, in a write to a frozen broker, until the heartbeat closes the socket.
 *
 * <p>Attempts go on for ever with a bounded backoff: a broker that is away never fails the start, and a mismatch that an
 * operator must end is tried again slowly. Never falls back on another kind of broker.
 */
final class BrokerLink {
    private static final Logger LOG = Logger.getLogger(BrokerLink.class);
    private static final int ABORT_MILLIS = 2_000;

    /** Who uses the connection. Both methods are called on the loop. */
    interface User {

        /**
         * A new connection is there and everything is declared.
         *
         * @throws IOException if the connection breaks meanwhile: {@link #lost} follows
         * @throws TimeoutException if the broker does not answer: {@link #lost} follows
         */
        void opened(Connection connection) throws IOException, TimeoutException;

        /** The connection of the last {@link #opened}, if there was one, is gone for good. */
        void lost(String reason);
    }

    private final String name;
    private final BrokerAddresses addresses;
    private final BrokerDialer dialer;
    private final BrokerTopology topology;
    private final User user;
    private final BrokerMetrics metrics;
    private final Backoff backoff;
    private final FaultLog faults;
    private final ScheduledThreadPoolExecutor loop;

    private volatile LinkState state = new LinkState.Connecting(Optional.empty(), false);
    private volatile @Nullable Connection connection;
    private volatile boolean closing;
    private @Nullable Future<?> nextAttempt;
    private int attempts;

    BrokerLink(
            String name,
            BrokerConfig config,
            BrokerAddresses addresses,
            BrokerTopology topology,
            BrokerMetrics metrics,
            User user) {
        this.name = "tallygate-" + name;
        this.addresses = addresses;
        this.dialer = new BrokerDialer(config);
        this.topology = topology;
        this.metrics = metrics;
        this.user = user;
        this.backoff = new Backoff(config.reconnectDelayMin(), config.reconnectDelayMax());
        this.faults = new FaultLog(LOG, this.name);
        this.loop = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, this.name);
            thread.setDaemon(true);
            return thread;
        });
        loop.setRemoveOnCancelPolicy(true);
    }

    /** Begins to connect and returns at once. */
    void start() {
        execute(this::connect);
    }

    LinkState state() {
        return state;
    }

    /** The connection of this moment, if it is in working order. */
    Optional<Connection> connection() {
        return state.isUp() ? Optional.ofNullable(connection) : Optional.empty();
    }

    /**
     * Runs what writes many messages, so that they leave in a few large writes.
     *
     * @throws IOException if the connection is broken
     */
    void writeTogether(Runnable writes) throws IOException {
        dialer.sockets().hold();
        try {
            writes.run();
        } finally {
            dialer.sockets().release();
        }
    }

    /**
     * Runs the task on the loop.
     *
     * @return false if the link is closed, so that it never will
     */
    boolean execute(Runnable task) {
        try {
            loop.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs the task on the loop later, unless the link is closed before. */
    Future<?> schedule(Runnable task, long delayNanos) {
        try {
            return loop.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** On the loop: gives up this connection, tells the user, and connects again. */
    void restart(String reason) {
        restart(reason, new IOException(reason));
    }

    /** The same for a fault that somebody else met, e.g. on a channel. */
    void restart(String reason, Throwable fault) {
        failed(reason, fault);
    }

    /** Closes for good, within about the bound; safe to call from any thread but the loop. */
    void close(Duration bound) {
        closing = true;
        execute(this::closeNow);
        loop.shutdown();
        try {
            if (!loop.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                loop.shutdownNow();
            }
        } catch (InterruptedException e) {
            loop.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void closeNow() {
        cancelNextAttempt();
        drop("the gateway closes its connection");
        state = new LinkState.Closed();
        // What waits for its time has none left; what is only queued still runs and finds the link closed.
        loop.getQueue().removeIf(task -> task instanceof Delayed timer && timer.getDelay(TimeUnit.NANOSECONDS) > 0);
    }

    private void connect() {
        if (closing || connection != null) {
            return;
        }
        cancelNextAttempt();
        try {
            open(nextAddress());
        } catch (IOException | TimeoutException | TopologyMismatch | RuntimeException e) {
            failed(Faults.describe(e), e);
        }
    }

    private BrokerAddress nextAddress() {
        List<BrokerAddress> all = addresses.current();
        if (all.isEmpty()) {
            throw new IllegalStateException("nobody has said where the broker is: set tallygate.rabbitmq.url");
        }
        return all.get(Math.floorMod(attempts++, all.size()));
    }

    private void open(BrokerAddress address) throws IOException, TimeoutException, TopologyMismatch {
        faults.at(address.redacted());
        Connection opened = dialer.dial(address, name);
        connection = opened;
        BrokerServer server = BrokerServer.of(opened.getServerProperties());
        topology.declare(opened, server);
        user.opened(opened);
        opened.addShutdownListener(signal -> execute(() -> ended(opened, signal)));
        state = new LinkState.Connected(address.redacted(), server);
        attempts--; // the address that works stays the first to try
        backoff.reset();
        faults.clear();
        LOG.infof("%s: connected to %s at %s", name, server, address);
    }

    private void ended(Connection closed, ShutdownSignalException signal) {
        if (closed == connection) {
            failed(Faults.describe(signal), signal);
        }
    }

    private void failed(String reason, Throwable fault) {
        if (closing) {
            return; // closeNow() comes and drops what there is
        }
        boolean needsOperator = fault instanceof TopologyMismatch;
        state = new LinkState.Connecting(Optional.of(faults.located(reason)), needsOperator);
        metrics.connectionFailed(fault);
        drop(reason);
        faults.report(reason, fault);
        cancelNextAttempt();
        long delayMillis = needsOperator ? backoff.longest() : backoff.next();
        nextAttempt = schedule(this::connect, TimeUnit.MILLISECONDS.toNanos(delayMillis));
    }

    private void drop(String reason) {
        Connection dropped = connection;
        connection = null;
        user.lost(reason);
        if (dropped != null) {
            dropped.abort(ABORT_MILLIS);
        }
    }

    private void cancelNextAttempt() {
        if (nextAttempt != null) {
            nextAttempt.cancel(false);
            nextAttempt = null;
        }
    }

    // A fault of ours must not end the loop nor leave half a state behind: the connection is begun anew.
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "%s: a fault of the gateway; its connection is begun anew", name);
                restart("a fault of the gateway: " + e);
            }
        };
    }
}
