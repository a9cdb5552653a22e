package io.tallygate.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the log or the quarantine, in their order.
 *
 * @param upTo all up to here was looked through
 * @param isLast whether that is as far as was asked for
 */
record StreamPage<T, P>(List<T> entries, P upTo, boolean isLast) {

    /** An event, which is written when the first reader wants it, and once for all of them. For one thread. */
    static final class Event {
        private final EventView view;
        private final ObjectMapper json;
        private StreamItem.@Nullable Logged whole;
        private StreamItem.@Nullable Logged bare;

        Event(EventView view, ObjectMapper json) {
            this.view = view;
            this.json = json;
        }

        EventView view() {
            return view;
        }

        /** As one who wants this is sent it. */
        StreamItem item(StreamFilter wanting) {
            if (wanting.withEvent()) {
                StreamItem.Logged item =
                        whole == null ? new StreamItem.Logged(view.sequence(), line(view, json)) : whole;
                whole = item;
                return item;
            }
            StreamItem.Logged item =
                    bare == null ? new StreamItem.Logged(view.sequence(), line(view.bare(), json)) : bare;
            bare = item;
            return item;
        }
    }

    /** A quarantined event. */
    record Row(QuarantineView view, StreamItem.Quarantined written) {
        /** As one who wants this is sent it. */
        StreamItem item(StreamFilter wanting) {
            return written;
        }

        static Row of(QuarantinePosition position, QuarantineView view, ObjectMapper json) {
            return new Row(view, new StreamItem.Quarantined(position, line(view, json)));
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
