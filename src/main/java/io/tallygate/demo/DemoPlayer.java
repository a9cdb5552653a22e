package io.tallygate.demo;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.audit.Database;
import io.tallygate.audit.StorageGate;
import io.tallygate.audit.StorageUnavailableException;
import io.tallygate.broker.ConfirmedPublisher;
import io.tallygate.broker.OutboundMessage;
import io.tallygate.broker.PublishOutcome;
import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.ingest.EventIngestor;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.IngestOutcome;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Plays the {@link DemoScript} through the doors that events come in by: the broker's exchange, and what the HTTP door
 * hands its requests to. Nothing else of the gateway knows of it.
 */
@Singleton
class DemoPlayer {
    private static final Logger LOG = Logger.getLogger(DemoPlayer.class);
    private static final int FIRST = 1;
    private static final int BATCH = 200;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What is later than this was slept through, by the machine say, and is left out. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final DemoConfig config;
    private final Config all;
    private final EventIngestor ingestor;
    private final IngestConfig ingestConfig;
    private final ConfirmedPublisher publisher;
    private final Database database;
    private final StorageGate gate;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "tallygate-demo");

    DemoPlayer(
            DemoConfig config,
            Config all,
            EventIngestor ingestor,
            IngestConfig ingestConfig,
            ConfirmedPublisher publisher,
            Database database,
            StorageGate gate,
            Clock clock) {
        this.config = config;
        this.all = all;
        this.ingestor = ingestor;
        this.ingestConfig = ingestConfig;
        this.publisher = publisher;
        this.database = database;
        this.gate = gate;
        this.clock = clock;
    }

    void start(@Observes @Priority(FIRST) StartupEvent started) {
        if (!config.enabled()) {
            return;
        }
        if (!isEmbedded("broker") || !isEmbedded("database")) {
            throw new IllegalStateException(
                    "tallygate.demo.enabled: made-up events are played into embedded parts only, and"
                            + " this gateway has its broker or its database elsewhere. Start it without TALLYGATE_RABBITMQ_URL and"
                            + " TALLYGATE_DATABASE_URL, or without the demo");
        }
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isEmbedded(String part) {
        return all.getOptionalValue("tallygate.embedded." + part, Boolean.class).orElse(false);
    }

    void stop(@Observes ShutdownEvent stopped) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!gate.await(PAUSE) || !publisher.state().isUp()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            Instant now = clock.instant();
            Duration past = isLogEmpty() ? config.history() : Duration.ZERO;
            DemoScript script = new DemoScript(config.seed(), now.minus(past), time -> pace(time, now));
            int made = playPast(script, now);
            LOG.infof("The demo has made up %d events of the last %d minutes and goes on", made, past.toMinutes());
            playOn(script);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double pace(Instant time, Instant start) {
        double most = config.maxHistory() / Math.max(1.0, config.history().toSeconds());
        return time.isBefore(start) ? Math.min(config.eventsPerSecond(), most) : config.eventsPerSecond();
    }

    private boolean isLogEmpty() throws InterruptedException {
        while (true) {
            try {
                return database.reading(connection -> {
                    try (PreparedStatement statement =
                                    connection.prepareStatement("SELECT last_sequence = 0 FROM audit_head");
                            ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getBoolean(1);
                    }
                });
            } catch (StorageUnavailableException e) {
                LOG.debug("The demo waits for the storage", e);
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private int playPast(DemoScript script, Instant now) throws InterruptedException {
        int made = 0;
        for (List<DemoEvent> batch = script.before(now, BATCH); !batch.isEmpty(); batch = script.before(now, BATCH)) {
            send(batch);
            made += batch.size();
        }
        return made;
    }

    private void playOn(DemoScript script) throws InterruptedException {
        while (true) {
            Instant now = clock.instant();
            TimeUnit.MILLISECONDS.sleep(
                    Math.max(0, Duration.between(now, script.due()).toMillis()));
            List<DemoEvent> due = script.before(clock.instant().plusMillis(1), BATCH);
            Instant tooLate = clock.instant().minus(LATE);
            send(due.stream().filter(event -> event.at().isAfter(tooLate)).toList());
        }
    }

    /** Sends these, and those that were not taken again. */
    private void send(List<DemoEvent> events) throws InterruptedException {
        List<DemoEvent> rest = sendOnce(events);
        while (!rest.isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            rest = sendOnce(rest);
        }
    }

    private List<DemoEvent> sendOnce(List<DemoEvent> events) {
        List<DemoEvent> byAmqp =
                events.stream().filter(event -> event.routingKey().isPresent()).toList();
        List<DemoEvent> byHttp =
                events.stream().filter(event -> event.routingKey().isEmpty()).toList();
        CompletableFuture<List<PublishOutcome>> published =
                publisher.publish(byAmqp.stream().map(DemoPlayer::message).toList());
        List<IngestOutcome> taken = ingestor.ingest(
                        byHttp.stream().map(this::arrival).toList(), ingestConfig.httpPatience())
                .toCompletableFuture()
                .join();
        List<PublishOutcome> confirmed = published.join();
        List<DemoEvent> rest = new ArrayList<>();
        for (int i = 0; i < byHttp.size(); i++) {
            if (taken.get(i) instanceof IngestOutcome.Unsettled) {
                rest.add(byHttp.get(i));
            }
        }
        for (int i = 0; i < byAmqp.size(); i++) {
            if (!confirmed.get(i).isConfirmed()) {
                rest.add(byAmqp.get(i));
            }
        }
        return rest;
    }

    private Arrival arrival(DemoEvent event) {
        return Arrival.of(Content.of(bytes(event)), Door.HTTP, clock.instant());
    }

    private static OutboundMessage message(DemoEvent event) {
        return new OutboundMessage(
                event.routingKey().orElseThrow(),
                bytes(event),
                UUID.nameUUIDFromBytes(bytes(event)).toString(),
                event.type(),
                event.at(),
                Optional.empty(),
                Map.of());
    }

    private static byte[] bytes(DemoEvent event) {
        return event.text().getBytes(StandardCharsets.UTF_8);
    }
}
