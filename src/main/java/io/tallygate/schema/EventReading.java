package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Content;
import io.tallygate.event.Violation;
import io.tallygate.event.WorkflowEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads an event that its schema accepts through its dialect's pointers, and refuses what the storage could not keep or
 * index. A schema need not forbid that, but an event must not fail for it after it was accepted.
 */
final class EventReading {
    /** The longest id, type, source and so on, in characters: the storage indexes them. */
    static final int MAX_TEXT = 512;

    /** The rule of ours by which such faults are told. */
    private static final String STORABLE = "storable";

    /** ISO 8601, and with it every reader of the API, has four-digit years; so has nobody an event of the year 0. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final InstantSource receipt;

    EventReading(InstantSource receipt) {
        this.receipt = receipt;
    }

    sealed interface Outcome {}

    record Read(Verdict.Valid valid) implements Outcome {}

    record Unfit(List<Violation> violations) implements Outcome {}

    /** @param type the type as the event states it, which the schema's may be a pattern of */
    Outcome read(EventSchema schema, String type, Dialect dialect, JsonNode event, Content content) {
        return new One(schema, type, dialect, event, content).read();
    }

    /** One event that is being read, and the faults found so far. */
    private final class One {
        private final EventSchema schema;
        private final String type;
        private final Dialect dialect;
        private final JsonNode event;
        private final Content content;
        private final List<Violation> faults = new ArrayList<>();

        One(EventSchema schema, String type, Dialect dialect, JsonNode event, Content content) {
            this.schema = schema;
            this.type = type;
            this.dialect = dialect;
            this.event = event;
            this.content = content;
        }

        Outcome read() {
            String id = id();
            check(EventField.TYPE, type);
            Optional<String> source = text(EventField.SOURCE).or(() -> dialect.defaultOf(EventField.SOURCE));
            Optional<String> workflow = text(EventField.WORKFLOW);
            Optional<String> correlation = text(EventField.CORRELATION);
            UUID tenant = tenant();
            Instant time = time();
            Optional<String> job = job();
            String routingKey = routingKey();
            if (!faults.isEmpty()) {
                return new Unfit(faults);
            }
            WorkflowEvent read = new WorkflowEvent(
                    dialect.name(),
                    tenant,
                    id,
                    type,
                    schema.version(),
                    source.orElse(""),
                    workflow,
                    correlation,
                    time,
                    content);
            return new Read(new Verdict.Valid(read, routingKey, job));
        }

        private String id() {
            Optional<String> stated = text(EventField.ID);
            if (stated.isPresent()) {
                if (stated.get().isEmpty()) {
                    fault(EventField.ID, "the id is empty");
                }
                return stated.get();
            }
            if (dialect.defaultOf(EventField.ID).isEmpty()) {
                fault(EventField.ID, "the event has no id");
            }
            return dialect.derivedId(content);
        }

        private UUID tenant() {
            Optional<String> stated = dialect.stated(event, EventField.TENANT);
            Optional<UUID> tenant = stated.flatMap(Uuids::parse);
            if (stated.isPresent() && tenant.isEmpty()) {
                fault(EventField.TENANT, "the tenant is not a UUID");
            }
            return tenant.orElse(WorkflowEvent.NIL_TENANT);
        }

        private Instant time() {
            Optional<String> stated = dialect.stated(event, EventField.TIME);
            if (stated.isEmpty()) {
                if (dialect.defaultOf(EventField.TIME).isEmpty()) {
                    fault(EventField.TIME, "the event does not say when it happened");
                }
                return receipt.instant().truncatedTo(ChronoUnit.MICROS); // as exactly as it can be kept
            }
            Optional<Instant> time = stated.flatMap(dialect::time);
            if (time.isEmpty()) {
                fault(EventField.TIME, "the time is not a date-time of RFC 3339");
            } else if (time.get().isBefore(EARLIEST) || time.get().isAfter(LATEST)) {
                fault(EventField.TIME, "the time is not within the years 1 to 9999, UTC");
            }
            return time.orElse(Instant.EPOCH);
        }

        private Optional<String> job() {
            return dialect.jobTrigger()
                    .filter(trigger -> trigger.type().equals(schema.type()))
                    .flatMap(trigger -> {
                        Optional<String> job = Dialect.text(event.at(trigger.job()));
                        job.ifPresentOrElse(
                                name -> checkText(trigger.job().toString(), name),
                                () -> fault(trigger.job().toString(), "the trigger names no job"));
                        return job;
                    });
        }

        private String routingKey() {
            Optional<String> key = dialect.routingKeyOf(event, type);
            if (key.isEmpty()) {
                fault(
                        "",
                        "the event lacks what its routing key " + dialect.routingKeyTemplate()
                                + " is made of, or the key has more than 255 bytes");
            }
            return key.orElse("");
        }

        private Optional<String> text(EventField field) {
            Optional<String> stated = dialect.stated(event, field);
            stated.ifPresent(text -> check(field, text));
            return stated;
        }

        /** The place is looked for only where it must be told. */
        private void check(EventField field, String text) {
            if (!isStorable(text)) {
                checkText(dialect.place(event, field), text);
            }
        }

        private void checkText(String pointer, String text) {
            if (text.length() > MAX_TEXT) {
                fault(pointer, "has " + text.length() + " characters; at most " + MAX_TEXT + " can be kept");
            } else if (!isStorable(text)) {
                fault(pointer, "contains the character U+0000, which cannot be kept");
            }
        }

        private void fault(EventField field, String message) {
            fault(dialect.place(event, field), message);
        }

        private void fault(String pointer, String message) {
            faults.add(Violation.ofRule(pointer, STORABLE, message));
        }
    }

    /** JsonReader lets no lone surrogate through, so that U+0000 is the only character that cannot be kept. */
    private static boolean isStorable(String text) {
        return text.length() <= MAX_TEXT && text.indexOf('\0') < 0;
    }
}
