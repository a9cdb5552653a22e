package io.tallygate.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.store.derby.DerbyUtils;
import org.jspecify.annotations.Nullable;

/** One run of Qpid Broker-J in this process, from its start to its stop. */
final class QpidLauncher {
    /** Opening a store that a killed process left behind includes its recovery. */
    private static final Duration START_BOUND = Duration.ofMinutes(2);

    private static final System.Logger LOG = System.getLogger(QpidLauncher.class.getName());

    private final Listener listener = new Listener();
    private final SystemLauncher launcher = new SystemLauncher(listener);

    private QpidLauncher() {}

    /**
     * Starts a broker.
     *
     * @throws EmbeddedStartException if it does not start, or not in time
     * @throws IOException if its configuration cannot be written
     */
    static QpidLauncher launch(BrokerConfiguration configuration) throws IOException {
        Map<String, Object> attributes = configuration.write();
        String place = "The broker in " + configuration.workDirectory() + " on port " + configuration.port();
        QpidLauncher started = new QpidLauncher();
        UncaughtFailures.surviveThem();
        // Derby, the store, reads this when it is loaded, before Qpid sets it: else it writes a derby.log wherever we
        // stand.
        DerbyUtils.configureDerbyLogging();
        CompletableFuture<Void> start = new CompletableFuture<>();
        Thread thread = new Thread(() -> started.startInto(start, attributes), "embedded-broker-start");
        // Qpid finds its parts by the context class loader, which all its threads inherit from this one.
        thread.setContextClassLoader(QpidLauncher.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            start.get(START_BOUND.toSeconds(), TimeUnit.SECONDS);
            return started;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw EmbeddedStartException.because(
                    place + " did not start: " + cause.getMessage()
                            + ". The errors logged before this one say which part of it failed.",
                    cause);
        } catch (TimeoutException e) {
            throw EmbeddedStartException.because(place + " did not start within " + START_BOUND, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EmbeddedStartException.because(place + " was interrupted while starting", e);
        }
    }

    /** Stops the broker: Qpid itself waits for at most 30 seconds. */
    void stop() {
        launcher.shutdown();
    }

    private void startInto(CompletableFuture<Void> start, Map<String, Object> attributes) {
        try {
            launcher.startup(attributes);
            // Qpid does not throw what went wrong, it only tells its listener.
            if (listener.error != null) {
                throw listener.error;
            }
            QpidShutdownHook.remove(listener.broker());
            start.complete(null);
        } catch (Exception e) {
            start.completeExceptionally(e);
        }
    }

    private static final class Listener extends DefaultSystemLauncherListener {
        private volatile @Nullable RuntimeException error;
        private volatile @Nullable SystemConfig<?> system;

        @Override
        public void errorOnStartup(RuntimeException e) {
            error = e;
        }

        @Override
        public void onContainerResolve(SystemConfig<?> systemConfig) {
            system = systemConfig;
        }

        @Override
        public void exceptionOnShutdown(Exception e) {
            LOG.log(System.Logger.Level.WARNING, "The broker was not stopped cleanly", e);
        }

        Object broker() {
            SystemConfig<?> resolved = system;
            if (resolved == null || resolved.getContainer() == null) {
                throw EmbeddedStartException.because("Qpid started without a broker");
            }
            return resolved.getContainer();
        }
    }
}
