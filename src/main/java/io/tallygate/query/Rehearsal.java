package io.tallygate.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.query.Candidates.Candidate;
import io.tallygate.query.RehearsalStore.Filter;
import io.tallygate.query.RehearsalStore.Recorded;
import io.tallygate.schema.AcceptedJson;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs a candidate over recorded events, in the order of the log and by the validator that events go through when they come
 * in. It ends at the end of the log as it was at the beginning, or at its bounds, of which each is checked often: no statement
 * looks through more than a stretch of the log, and no more than a page of events is in memory.
 */
@Singleton
class Rehearsal {
    private final SchemaCatalog catalog;
    private final Candidates candidates;
    private final RehearsalStore store;
    private final EvolutionConfig.Rehearsal bounds;
    private final Clock clock;

    Rehearsal(SchemaCatalog catalog, Candidates candidates, RehearsalStore store, EvolutionConfig config, Clock clock) {
        this.catalog = catalog;
        this.candidates = candidates;
        this.store = store;
        this.bounds = config.rehearsal();
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param stoppedBy what ended it before the end: {@code limit} or {@code duration}
     * @param position the last entry of the log that was looked at
     */
    record Result(RehearsalTally tally, Optional<String> stoppedBy, long position) {}

    Result run(Candidate candidate, Filter filter, long after, int limit) {
        EventSchema schema = candidates.schemas().ofAnyVersion(candidate.schema(), candidate.dialect());
        return new One(schema, candidate.type(), filter, limit).run(after);
    }

    private final class One {
        private final EventSchema schema;
        private final String type;
        private final Filter filter;
        private final int limit;
        private final Instant deadline = clock.instant().plus(bounds.maxDuration());
        private final RehearsalTally tally = new RehearsalTally(bounds);

        One(EventSchema schema, String type, Filter filter, int limit) {
            this.schema = schema;
            this.type = type;
            this.filter = filter;
            this.limit = limit;
        }

        Result run(long after) {
            long last = store.last();
            long position = store.passOver(filter, after);
            while (position < last) {
                if (isLate()) {
                    return new Result(tally, Optional.of("duration"), position);
                }
                long upTo = Math.min(last, position + bounds.stretch());
                List<Recorded> page = store.page(filter, position, upTo, bounds.pageEvents());
                for (Recorded event : page) {
                    if (tally.checked() >= limit) {
                        return new Result(tally, Optional.of("limit"), position);
                    }
                    if (isLate()) {
                        return new Result(tally, Optional.of("duration"), position);
                    }
                    check(event);
                    position = event.sequence();
                }
                if (page.size() < bounds.pageEvents()) {
                    position = store.passOver(filter, upTo);
                }
            }
            return new Result(tally, Optional.empty(), position);
        }

        private boolean isLate() {
            return !clock.instant().isBefore(deadline);
        }

        /** Events of other types are among them where the type is a pattern. */
        private void check(Recorded event) {
            if (filter.type().isPresent()
                    || catalog.nameOf(event.type()).filter(type::equals).isPresent()) {
                JsonNode document = read(event.content());
                tally.add(event, document, CandidateSchemas.violations(schema, document));
            }
        }

        private static JsonNode read(byte[] content) {
            try {
                return AcceptedJson.read(content);
            } catch (IOException e) {
                throw new UncheckedIOException("A recorded event cannot be read", e);
            }
        }
    }
}
