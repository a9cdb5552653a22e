package io.tallygate.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.audit.Database;
import io.tallygate.audit.StorageRoom;
import io.tallygate.audit.StoredSignal;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The quarantine in PostgreSQL. */
@Singleton
final class PostgresQuarantine implements Quarantine {
    private static final String INSERT = """
            INSERT INTO quarantine (id, received_at, door, routing_key, reason, message, violations, dialect,
                tenant_id, event_id, event_type, event_version, source, workflow_id, headers, traceparent, content,
                content_length, sha256, resubmission_of)
            VALUES (?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING""";
    private static final String FIND_SAME_ARRIVAL = """
            SELECT id FROM quarantine
             WHERE sha256 = ? AND door = ? AND routing_key IS NOT DISTINCT FROM ? AND headers::text = ?
             ORDER BY id LIMIT 1""";

    /** Characters; an index entry has at most 2,704 bytes. */
    private static final int MAX_INDEXED = 512;

    private final Database database;
    private final StorageRoom room;
    private final StoredSignal signal;
    private final QuarantineConfig config;
    private final ObjectMapper json;

    PostgresQuarantine(
            Database database, StorageRoom room, StoredSignal signal, QuarantineConfig config, ObjectMapper json) {
        this.database = database;
        this.room = room;
        this.signal = signal;
        this.config = config;
        this.json = json;
    }

    @Override
    public List<UUID> add(List<QuarantinedEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = room.storing(() -> database.inTransaction(connection -> add(connection, events)));
        signal.raise();
        return ids;
    }

    private List<UUID> add(Connection connection, List<QuarantinedEvent> events) throws SQLException {
        Map<UUID, UUID> standIns = standIns(connection, events);
        List<UUID> ids = new ArrayList<>(events.size());
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (QuarantinedEvent event : events) {
                UUID standIn = standIns.get(event.id());
                ids.add(standIn == null ? event.id() : standIn);
                if (standIn == null) {
                    bind(statement, event);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
        CrashPoint.IN_TRANSACTION.reached();
        return ids;
    }

    /** The rows that stand for what comes again: they are there already, or in the same batch, before it. */
    private Map<UUID, UUID> standIns(Connection connection, List<QuarantinedEvent> events) throws SQLException {
        Map<UUID, UUID> standIns = new HashMap<>();
        // A connection that broke while a batch waited for its transaction puts both deliveries into the next one.
        Map<Likeness, UUID> inThisBatch = new HashMap<>();
        for (QuarantinedEvent event : events) {
            Likeness likeness = Likeness.of(event.arrival());
            if (event.arrival().redelivered()) {
                sameArrival(connection, event.arrival())
                        .or(() -> Optional.ofNullable(inThisBatch.get(likeness)))
                        .ifPresent(id -> standIns.put(event.id(), id));
            }
            inThisBatch.putIfAbsent(likeness, event.id());
        }
        return standIns;
    }

    private Optional<UUID> sameArrival(Connection connection, Arrival arrival) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND_SAME_ARRIVAL)) {
            statement.setBytes(1, arrival.content().sha256());
            statement.setString(2, arrival.door().label());
            statement.setString(3, storable(arrival.routingKey()));
            statement.setString(4, headersOf(arrival));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    private void bind(PreparedStatement statement, QuarantinedEvent event) throws SQLException {
        Arrival arrival = event.arrival();
        Claim claim = event.claim();
        byte[] content = arrival.content().bytes();
        Object[] values = {
            event.id(),
            arrival.receivedAt().atOffset(ZoneOffset.UTC),
            arrival.door().label(),
            storable(arrival.routingKey()),
            event.rejection().reason().label(),
            storable(event.rejection().message()),
            storable(written(event.rejection().violations())),
            claim.dialect().orElse(null),
            claim.tenant().orElse(null),
            indexable(claim.id()),
            indexable(claim.type()),
            indexable(claim.version()),
            indexable(claim.source()),
            indexable(claim.workflowId()),
            headersOf(arrival),
            storable(arrival.traceparent()),
            content.length > config.maxContent() ? Arrays.copyOf(content, config.maxContent()) : content,
            content.length,
            arrival.content().sha256(),
            event.resubmissionOf().orElse(null)
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private String headersOf(Arrival arrival) {
        return storable(written(new TreeMap<>(arrival.headers())));
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain text and records can always be written as JSON", e);
        }
    }

    private static @Nullable String storable(Optional<String> text) {
        return text.map(PostgresQuarantine::storable).orElse(null);
    }

    private static @Nullable String indexable(Optional<String> text) {
        return storable(text.map(t -> t.length() > MAX_INDEXED ? t.substring(0, MAX_INDEXED) : t));
    }

    /**
     * Text that PostgreSQL can hold, for what is only shown: the original bytes are kept beside it. It cannot hold NUL
     * nor half a surrogate pair.
     */
    private static String storable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** What two deliveries of one message have in common; two equal messages that are both new are two arrivals. */
    private record Likeness(Content content, Door door, Optional<String> routingKey, Map<String, String> headers) {
        static Likeness of(Arrival arrival) {
            return new Likeness(arrival.content(), arrival.door(), arrival.routingKey(), arrival.headers());
        }
    }
}
