package io.tallygate.projection;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What each stretch of the log holds: between which times its entries lie, in {@code log_stretch} and {@code
 * log_long_stretch}, which sources and types they have, in {@code log_source} and {@code log_type}, and for long ones which
 * types and sources those of each tenant have, in {@code log_of_tenant}.
 *
 * <p>Short stretches of one tenant would be nearly as many as events. Of a long one, the index by tenant finds the few of them.
 */
@Singleton
public final class StretchesProjection implements Projection {
    /** Under which its position is kept. */
    public static final String NAME = "stretches";

    /** Of the tables as they are read. */
    public static final int VERSION = 2;

    /** Fields of {@code log_of_tenant}. */
    public static final String SOURCE = "source";

    public static final String TYPE = "type";

    /** Entries of a short stretch: what is read at most for one that is wanted. */
    public static final long SHORT = 128;

    /** Entries of a long stretch, in which so many short ones are passed over at once. */
    public static final long LONG = 256 * SHORT;

    private static final Upsert<Stretch> SHORT_ONES = stretches("log_stretch");
    private static final Upsert<Stretch> LONG_ONES = stretches("log_long_stretch");

    private static final Upsert<OfAll> SOURCES = ofAll("log_source", "source");
    private static final Upsert<OfAll> TYPES = ofAll("log_type", "event_type");

    private static final Upsert<OfTenant> OF_TENANTS = Upsert.<OfTenant>adding(
                    "log_of_tenant", "tenant_id, field, value, first_sequence")
            .uuid("tenant_id", OfTenant::tenant)
            .text("field", OfTenant::field)
            .text("value", OfTenant::value)
            .number("first_sequence", OfTenant::first);

    private static Upsert<Stretch> stretches(String table) {
        return Upsert.<Stretch>merging(table, "first_sequence", """
                    least_time = least(t.least_time, excluded.least_time),
                    greatest_time = greatest(t.greatest_time, excluded.greatest_time),
                    least_received = least(t.least_received, excluded.least_received),
                    greatest_received = greatest(t.greatest_received, excluded.greatest_received)""")
                .number("first_sequence", stretch -> stretch.first)
                .time("least_time", stretch -> stretch.leastTime)
                .time("greatest_time", stretch -> stretch.greatestTime)
                .time("least_received", stretch -> stretch.leastReceived)
                .time("greatest_received", stretch -> stretch.greatestReceived);
    }

    private static Upsert<OfAll> ofAll(String table, String column) {
        return Upsert.<OfAll>adding(table, column + ", length, first_sequence")
                .text(column, OfAll::value)
                .number("length", OfAll::length)
                .number("first_sequence", OfAll::first);
    }

    private record OfAll(String value, long length, long first) implements Comparable<OfAll> {
        @Override
        public int compareTo(OfAll other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<OfAll> ORDER =
                Comparator.comparing(OfAll::value).thenComparing(OfAll::length).thenComparing(OfAll::first);
    }

    private record OfTenant(UUID tenant, String field, String value, long first) implements Comparable<OfTenant> {
        @Override
        public int compareTo(OfTenant other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<OfTenant> ORDER = Comparator.comparing(OfTenant::tenant)
                .thenComparing(OfTenant::field)
                .thenComparing(OfTenant::value)
                .thenComparing(OfTenant::first);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void apply(Connection connection, List<ProjectedEvent> events) throws SQLException {
        SortedMap<Long, Stretch> shorts = new TreeMap<>();
        SortedMap<Long, Stretch> longs = new TreeMap<>();
        SortedSet<OfAll> sources = new TreeSet<>();
        SortedSet<OfAll> types = new TreeSet<>();
        SortedSet<OfTenant> ofTenants = new TreeSet<>();
        for (ProjectedEvent event : events) {
            long inShort = firstOf(event.sequence(), SHORT);
            long inLong = firstOf(event.sequence(), LONG);
            shorts.computeIfAbsent(inShort, first -> new Stretch(first, event)).add(event);
            longs.computeIfAbsent(inLong, first -> new Stretch(first, event)).add(event);
            String source = StoredText.key(event.source());
            String type = StoredText.key(event.type());
            sources.add(new OfAll(source, SHORT, inShort));
            sources.add(new OfAll(source, LONG, inLong));
            types.add(new OfAll(type, SHORT, inShort));
            types.add(new OfAll(type, LONG, inLong));
            ofTenants.add(new OfTenant(event.tenant(), SOURCE, source, inLong));
            ofTenants.add(new OfTenant(event.tenant(), TYPE, type, inLong));
        }
        SHORT_ONES.write(connection, List.copyOf(shorts.values()));
        LONG_ONES.write(connection, List.copyOf(longs.values()));
        SOURCES.write(connection, List.copyOf(sources));
        TYPES.write(connection, List.copyOf(types));
        OF_TENANTS.write(connection, List.copyOf(ofTenants));
    }

    /** Numbers begin with 1. */
    private static long firstOf(long sequence, long length) {
        return (sequence - 1) / length * length + 1;
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE log_stretch, log_long_stretch, log_source, log_type, log_of_tenant");
        }
    }

    private static final class Stretch {
        private final long first;
        private Instant leastTime;
        private Instant greatestTime;
        private Instant leastReceived;
        private Instant greatestReceived;

        Stretch(long first, ProjectedEvent event) {
            this.first = first;
            this.leastTime = event.time();
            this.greatestTime = event.time();
            this.leastReceived = event.receivedAt();
            this.greatestReceived = event.receivedAt();
        }

        void add(ProjectedEvent event) {
            leastTime = earlier(leastTime, event.time());
            greatestTime = later(greatestTime, event.time());
            leastReceived = earlier(leastReceived, event.receivedAt());
            greatestReceived = later(greatestReceived, event.receivedAt());
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }
}
