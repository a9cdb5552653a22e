package io.tallygate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What must be true of the storage after every fault, read from the tables themselves: E is the audit log, Q the
 * quarantine, C what was confirmed to a sender. Contents are told apart by the SHA-256 of the bytes that are there.
 */
final class Invariants {
    private final Seen seenBefore;
    private final List<Stored> stored;
    private final List<Quarantined> quarantined;
    private final Map<String, Long> sequences = new HashMap<>();
    private final long head;
    private final long keys;

    private Invariants(TestDatabase database, Seen seen) throws SQLException {
        seenBefore = seen;
        try (Connection connection = database.connect()) {
            // One look at all of it, also while a gateway writes.
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            stored = rows(
                    connection,
                    "SELECT sequence, tenant_id || ' ' || event_id, encode(sha256(content), 'hex'),"
                            + " encode(sha256, 'hex') FROM audit_event WHERE sequence > " + seen.sequence
                            + " ORDER BY sequence",
                    row -> new Stored(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
            quarantined = rows(
                    connection,
                    "SELECT id, encode(sha256(content), 'hex'), reason, concat_ws(' ', door, routing_key, headers::text)"
                            + " FROM quarantine ORDER BY id",
                    row -> new Quarantined(
                            row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)));
            quarantined.removeIf(event -> seen.quarantined.contains(event.id));
            head = rows(connection, "SELECT last_sequence FROM audit_head", row -> row.getLong(1))
                    .get(0);
            keys = rows(
                            connection,
                            "SELECT count(*) FROM audit_key JOIN audit_event USING"
                                    + " (sequence, received_at, tenant_id, event_id, sha256) WHERE sequence > "
                                    + seen.sequence,
                            row -> row.getLong(1))
                    .get(0);
        }
        stored.forEach(event -> sequences.putIfAbsent(event.key, event.sequence));
    }

    /** Looks at the storage as it is now. */
    static Invariants of(TestDatabase database) {
        return since(database, Seen.NOTHING);
    }

    /** Looks at what came to the storage since then. */
    static Invariants since(TestDatabase database, Seen seen) {
        try {
            return new Invariants(database, seen);
        } catch (SQLException e) {
            throw new IllegalStateException("The storage cannot be read", e);
        }
    }

    /** What has been looked at now, for a {@link #since}. */
    Seen seen() {
        Set<UUID> ids = new HashSet<>(seenBefore.quarantined);
        quarantined.forEach(event -> ids.add(event.id));
        return new Seen(head, ids);
    }

    /** All of them but the one on quarantined arrivals; each event has come to the place where it belongs. */
    Invariants hold(Load load) {
        return nothingConfirmedIsLost(load)
                .nothingIsTwice()
                .nothingIsThereUnsent(load)
                .orderIsKept(load);
    }

    /** I1: C is a part of E and Q. */
    Invariants nothingConfirmedIsLost(Load load) {
        return has("confirmed by the broker", load.amqpLedger().confirmed()).nothingConfirmedByHttpIsLost(load);
    }

    /** Whether all is there that the broker confirmed so far. */
    boolean hasAllOfBroker(Load load) {
        Set<String> left = new HashSet<>(load.amqpLedger().confirmed());
        left.removeAll(sequences.keySet());
        quarantined.forEach(event -> left.remove(event.key));
        return left.isEmpty();
    }

    /** The part of I1 that is true at every moment: what the broker confirmed may still be in its queue. */
    Invariants nothingConfirmedByHttpIsLost(Load load) {
        return has("confirmed by HTTP", load.httpLedger().confirmed());
    }

    /** I2: nothing is there but what was sent and not refused, and each where it belongs, for the right reason. */
    Invariants nothingIsThereUnsent(Load load) {
        Map<String, String> reasons = load.made()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, made -> made.getValue().expected().reason(), (one, same) -> one));
        reasons.keySet().removeAll(load.amqpLedger().refused());
        assertThat(stored.stream().filter(event -> !reasons.containsKey(event.key)))
                .as("stored, though not sent, or refused to the sender")
                .isEmpty();
        assertThat(quarantined.stream().filter(event -> !reasons.containsKey(event.key)))
                .as("quarantined, though not sent, or refused to the sender")
                .isEmpty();
        assertThat(stored.stream()
                        .filter(event -> !reasons.getOrDefault(event.key, "").isEmpty()))
                .as("stored, though broken")
                .isEmpty();
        assertThat(quarantined.stream()
                        .filter(event -> !reasons.getOrDefault(event.key, "").equals(event.reason)))
                .as("quarantined, though sound or broken otherwise")
                .isEmpty();
        return this;
    }

    /** I3: (tenant, id) is unique, numbers are gapless, every event has its one key, bytes are as their hash says. */
    Invariants nothingIsTwice() {
        assertThat(repeated(stored.stream().map(Stored::identity)))
                .as("(tenant, id) stored twice")
                .isEmpty();
        assertThat(stored.stream().map(Stored::sequence).toList())
                .as("sequence numbers")
                .isEqualTo(LongStream.rangeClosed(seenBefore.sequence + 1, head)
                        .boxed()
                        .toList());
        assertThat(keys).as("keys that agree with their events").isEqualTo(stored.size());
        assertThat(stored.stream().filter(event -> !event.key.equals(event.hash)))
                .as("events whose bytes are not those of their hash")
                .isEmpty();
        assertThat(quarantined.stream().map(Quarantined::key).filter(sequences::containsKey))
                .as("both stored and quarantined")
                .isEmpty();
        return this;
    }

    /** I4: the events of one workflow that are there are so in the order in which they were sent. */
    Invariants orderIsKept(Load load) {
        load.workflows().forEach(keysInOrder -> {
            List<Long> found = keysInOrder.stream()
                    .filter(sequences::containsKey)
                    .map(sequences::get)
                    .toList();
            assertThat(found).as("sequence numbers of one workflow").isSorted();
        });
        return this;
    }

    /** What was sent once, with the same bytes and headers, is in quarantine once. */
    Invariants quarantineHasEachArrivalOnce() {
        assertThat(repeated(quarantined.stream().map(event -> event.key + " " + event.arrival)))
                .as("one arrival quarantined twice")
                .isEmpty();
        return this;
    }

    /** I8: after all was sent again, every sound event is in the log. */
    Invariants everythingSoundIsStored(Load load) {
        return has(
                "sent until it was confirmed",
                load.made()
                        .filter(sent -> sent.getValue().expected().stored())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** Those of these that are not kept. */
    List<String> lost(Collection<String> wanted) {
        Set<String> kept = new HashSet<>(sequences.keySet());
        quarantined.forEach(event -> kept.add(event.key));
        return wanted.stream().filter(key -> !kept.contains(key)).toList();
    }

    /** The part of I1 for these keys: while a load runs, they are asked for before the storage is looked at. */
    Invariants has(String what, Collection<String> wanted) {
        List<String> lost = lost(wanted);
        assertThat(lost)
                .as("%s, and lost: %d of %d", what, lost.size(), wanted.size())
                .isEmpty();
        return this;
    }

    private static Set<String> repeated(Stream<String> values) {
        Set<String> seen = new HashSet<>();
        return values.filter(value -> !seen.add(value)).collect(Collectors.toSet());
    }

    private static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    @Override
    public String toString() {
        return stored.size() + " stored, " + quarantined.size() + " quarantined";
    }

    /**
     * What was looked at before: a long run is looked at in parts, so that none has to be held at once.
     *
     * @param sequence the number of the last event in the log
     * @param quarantined the ids of the rows in quarantine
     */
    record Seen(long sequence, Set<UUID> quarantined) {
        static final Seen NOTHING = new Seen(0, Set.of());
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Stored(long sequence, String identity, String key, String hash) {}

    private record Quarantined(UUID id, String key, String reason, String arrival) {}
}
