package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Content;
import io.tallygate.event.WorkflowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Completes events of dialects that let what they were given be absent: the completed form states the id, the time and
 * the version under which the event is kept, and is otherwise the original to the letter.
 *
 * <p>It follows from what is stored of an event, so that it is the same whenever, and by whomever, it is made; and the
 * completed form of a completed form is itself. Thread-safe.
 */
public final class EventCompletion {
    private static final System.Logger LOG = System.getLogger(EventCompletion.class.getName());

    private final SchemaCatalog catalog;

    public EventCompletion(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The form in which a kept event is published.
     *
     * @param type its type
     * @param id the id under which it is kept
     * @param version the version under which it is kept
     * @param time when it happened, as it is kept: in whole microseconds
     * @param original its bytes
     * @return the original itself if there is nothing to complete
     */
    public Content complete(String type, String id, String version, Instant time, Content original) {
        return catalog.dialectOf(type)
                .filter(dialect -> !dialect.completes().isEmpty())
                .map(dialect -> complete(dialect, id, version, time, original))
                .orElse(original);
    }

    /**
     * Whether two events of one id say the same once they are completed: one of them is the published form of the other,
     * say.
     *
     * @param kept the one that is kept, whose time and version count
     */
    public boolean isSame(WorkflowEvent kept, WorkflowEvent other) {
        return kept.id().equals(other.id())
                && kept.type().equals(other.type())
                && completed(kept, kept.content()).equals(completed(kept, other.content()));
    }

    /** Whether events of that type may be published in another form than their own. */
    public boolean mayComplete(String type) {
        return catalog.dialectOf(type)
                .filter(dialect -> !dialect.completes().isEmpty())
                .isPresent();
    }

    private Content completed(WorkflowEvent kept, Content content) {
        return complete(kept.type(), kept.id(), kept.version(), kept.time(), content);
    }

    private record Given(String id, String version, Instant time) {
        String text(EventField field) {
            return switch (field) {
                case ID -> id;
                case VERSION -> version;
                case TIME -> time.toString();
                default -> throw new IllegalArgumentException("Nothing is given for " + field);
            };
        }
    }

    static Content complete(Dialect dialect, String id, String version, Instant time, Content original) {
        Given given = new Given(id, version, time);
        try {
            JsonNode event = AcceptedJson.read(original.bytes());
            List<EventField> absent = dialect.completes().stream()
                    .filter(field -> dialect.stated(event, field).isEmpty())
                    .toList();
            if (absent.isEmpty()) {
                return original;
            }
            String text = new String(original.bytes(), StandardCharsets.UTF_8);
            // The last one first, since each is put before all others.
            for (int i = absent.size() - 1; i >= 0; i--) {
                Optional<JsonPointer> place =
                        dialect.pointers(absent.get(i)).stream().findFirst();
                text = JsonText.with(text, place.orElseThrow(), given.text(absent.get(i)));
            }
            return Content.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            // A fault of ours. Passed on, it would hold up everything that is to be published behind this event.
            LOG.log(System.Logger.Level.ERROR, "An event could not be completed; it is published as it came", e);
            return original;
        }
    }
}
