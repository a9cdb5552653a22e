package io.tallygate.query;

import io.tallygate.api.ProblemException;
import io.tallygate.projection.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The orders in which runs are listed, each with a place in it that no other run has. */
enum RunOrder {
    /** By the number of their last event in the log. */
    LAST,
    /** By when they started, then by the number of their first event. */
    STARTED;

    static RunOrder of(@Nullable String name) {
        if (name == null || name.isEmpty() || name.equals("last")) {
            return LAST;
        }
        if (name.equals("started")) {
            return STARTED;
        }
        throw ProblemException.badParameter("sort", "must be last or started");
    }

    /**
     * A place in the list.
     *
     * @param at when the run started; of no meaning in the order {@link #LAST}
     */
    record Place(RunOrder order, Instant at, long sequence) {
        /** @throws IllegalArgumentException if it is no place in this order */
        static Place parse(RunOrder order, String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals(order.name())) {
                throw new IllegalArgumentException("Not a place in this order");
            }
            return new Place(order, Instant.parse(parts[1]), Long.parseLong(parts[2]));
        }

        @Override
        public String toString() {
            return order.name() + " " + at + " " + sequence;
        }
    }

    Place placeOf(Run run) {
        return this == LAST
                ? new Place(this, Instant.EPOCH, run.lastSequence())
                : new Place(this, run.startedAt(), run.firstSequence());
    }

    /** Adds that a run is behind a place. */
    void addAfter(SqlFilter sql, Place place, boolean ascending) {
        String beyond = ascending ? ">" : "<";
        if (this == LAST) {
            sql.and("r.last_sequence " + beyond + " ?", place.sequence());
        } else {
            // The number is our own, and a row has one parameter of the two.
            sql.and("(r.started_at, r.first_sequence) " + beyond + " (?, " + place.sequence() + ")", place.at());
        }
    }

    String orderBy(boolean ascending) {
        String direction = ascending ? " ASC" : " DESC";
        return this == LAST
                ? " ORDER BY r.last_sequence" + direction
                : " ORDER BY r.started_at" + direction + ", r.first_sequence" + direction;
    }
}
