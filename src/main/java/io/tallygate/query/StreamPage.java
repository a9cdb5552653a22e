package io.tallygate.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of the log or the quarantine, in their order.
 *
 * @param upTo all up to here was looked through
 * @param isLast whether that is as far as was asked for
 */
record StreamPage<T, P>(List<T> entries, P upTo, boolean isLast) {

    /** An event, which is written when the first reader wants it, and once for all who are shown the same. For one thread. */
    static final class Event {
        private final EventView view;
        private final Masking masking;
        private final ObjectMapper json;
        private final Map<Form, StreamItem> written = new HashMap<>();

        Event(EventView view, Masking masking, ObjectMapper json) {
            this.view = view;
            this.masking = masking;
            this.json = json;
        }

        /** What one who wants it is shown of it. */
        private record Form(boolean withEvent, boolean whole) {}

        EventView view() {
            return view;
        }

        /** As one who wants this is sent it. */
        StreamItem item(StreamFilter wanting) {
            return written.computeIfAbsent(
                    new Form(wanting.withEvent(), wanting.reader().seesSensitive()), this::write);
        }

        private StreamItem write(Form form) {
            EventView shown = form.whole() ? view : masking.masked(view);
            return new StreamItem.Logged(view.sequence(), line(form.withEvent() ? shown : shown.bare(), json));
        }
    }

    /**
     * A quarantined event.
     *
     * @param written for those who may see all of it
     * @param masked for the others
     */
    record Row(QuarantineView view, StreamItem.Quarantined written, StreamItem.Quarantined masked) {
        /** As one who wants this is sent it. */
        StreamItem item(StreamFilter wanting) {
            return wanting.reader().seesSensitive() ? written : masked;
        }

        static Row of(QuarantinePosition position, QuarantineView view, Masking masking, ObjectMapper json) {
            StreamItem.Quarantined whole = new StreamItem.Quarantined(position, line(view, json));
            QuarantineView shown = masking.masked(view);
            return new Row(
                    view, whole, shown.equals(view) ? whole : new StreamItem.Quarantined(position, line(shown, json)));
        }
    }

    /** In one line: within JSON, ends of lines stand between values only, and a server-sent event ends a field there. */
    private static String line(Object value, ObjectMapper json) {
        try {
            return json.writeValueAsString(value).replace('\n', ' ').replace('\r', ' ');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A view can always be written as JSON", e);
        }
    }
}
