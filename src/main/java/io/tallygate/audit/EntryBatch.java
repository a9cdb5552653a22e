package io.tallygate.audit;

import io.tallygate.event.Content;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * New entries as columns: one statement takes their numbers from the head of the log and writes them to the log and to
 * its keys, so that a batch costs one round trip.
 */
final class EntryBatch {
    /**
     * Each array is taken apart where its elements are wanted: named in {@code FROM}, PostgreSQL would put the elements of each
     * aside, and then all rows.
     */
    private static final String INSERT = """
            WITH head AS (
                UPDATE audit_head SET last_sequence = last_sequence + ?, publishable = publishable + ?
                RETURNING last_sequence - ? + 1 AS first, last_sequence AS last),
            batch AS MATERIALIZED (
                SELECT head.*, ?::timestamptz[] AS received_at, ?::uuid[] AS tenant_id, ?::text[] AS event_id,
                       ?::text[] AS event_type, ?::text[] AS event_version, ?::text[] AS dialect, ?::text[] AS source,
                       ?::text[] AS workflow_id, ?::text[] AS correlation_id, ?::timestamptz[] AS event_time,
                       ?::text[] AS door, ?::text[] AS routing_key, ?::text[] AS traceparent, ?::bytea[] AS sha256,
                       ?::bytea[] AS content
                  FROM head),
            keys AS (
                INSERT INTO audit_key (event_id, tenant_id, sequence, received_at, sha256)
                SELECT unnest(event_id), unnest(tenant_id), generate_series(first, last), unnest(received_at), unnest(sha256)
                  FROM batch),
            entries AS (
                INSERT INTO audit_event (sequence, received_at, tenant_id, event_id, event_type, event_version, dialect,
                    source, workflow_id, correlation_id, event_time, door, routing_key, traceparent, sha256, content)
                SELECT generate_series(first, last), unnest(received_at), unnest(tenant_id), unnest(event_id),
                       unnest(event_type), unnest(event_version), unnest(dialect), unnest(source), unnest(workflow_id),
                       unnest(correlation_id), unnest(event_time), unnest(door), unnest(routing_key), unnest(traceparent),
                       unnest(sha256), unnest(content)
                  FROM batch)
            SELECT last FROM head""";
    /** The place of the first array among the parameters. */
    private static final int FIRST_ARRAY = 4;

    private final List<NewEntry> entries;

    EntryBatch(List<NewEntry> entries) {
        this.entries = entries;
    }

    /**
     * Writes them. The statement locks the head of the log until the transaction ends.
     *
     * @return the number of the entry before the first; the others follow it without gaps
     */
    long insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, entries.size());
            statement.setLong(
                    2,
                    entries.stream().filter(entry -> entry.door().publishes()).count());
            statement.setInt(3, entries.size());
            Columns columns = new Columns(connection, statement);
            columns.add("timestamptz", receivedTimes());
            columns.add(
                    "uuid",
                    column(new UUID[entries.size()], entry -> entry.event().tenant()));
            columns.addText(entry -> entry.event().id());
            columns.addText(entry -> entry.event().type());
            columns.addText(entry -> entry.event().version());
            columns.addText(entry -> entry.event().dialect());
            columns.addText(entry -> entry.event().source());
            columns.addText(entry -> entry.event().workflowId().orElse(null));
            columns.addText(entry -> entry.event().correlationId().orElse(null));
            columns.add("timestamptz", texts(entry -> timestamp(entry.event().time())));
            columns.addText(entry -> entry.door().label());
            columns.addText(NewEntry::routingKey);
            columns.addText(entry -> entry.traceparent().orElse(null));
            columns.add(
                    "bytea",
                    column(new byte[entries.size()][], entry -> content(entry).sha256()));
            columns.add(
                    "bytea",
                    column(new byte[entries.size()][], entry -> content(entry).bytes()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) - entries.size();
            }
        }
    }

    /** Events that came together were received at one time, which is turned into text once. */
    private String[] receivedTimes() {
        String[] texts = new String[entries.size()];
        Instant last = Instant.MIN;
        String text = "";
        for (int i = 0; i < texts.length; i++) {
            Instant received = entries.get(i).receivedAt();
            if (!received.equals(last)) {
                last = received;
                text = timestamp(received);
            }
            texts[i] = text;
        }
        return texts;
    }

    private @Nullable String[] texts(Function<NewEntry, @Nullable String> value) {
        return column(new String[entries.size()], value);
    }

    private <T> T[] column(T[] values, Function<NewEntry, ? extends T> value) {
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(entries.get(i));
        }
        return values;
    }

    private static Content content(NewEntry entry) {
        return entry.event().content();
    }

    private static String timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toString();
    }

    /**
     * Binds arrays one after the other. The driver sends arrays of {@code String}, {@code UUID} and {@code byte[]} in
     * binary; of {@code Object} it makes text.
     */
    private final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private int next = FIRST_ARRAY;

        Columns(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void addText(Function<NewEntry, @Nullable String> value) throws SQLException {
            add("text", texts(value));
        }

        void add(String type, @Nullable Object[] values) throws SQLException {
            statement.setObject(next, connection.createArrayOf(type, values), Types.ARRAY);
            next++;
        }
    }
}
