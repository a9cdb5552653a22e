package io.tallygate.schema;

import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import java.util.List;

/** What {@link BatchSplitter} made of a body with many events. */
public sealed interface Batch {

    /**
     * The events of the body in its order.
     *
     * @param events each event's exact bytes as they stand in the body. None of them has been checked: it need not even
     *     be an object.
     */
    record Split(List<Content> events) implements Batch {
        public Split {
            events = List.copyOf(events);
        }
    }

    /**
     * No events can be told apart in the body; nothing of it was taken.
     *
     * @param rejection why: {@code UNREADABLE}, or {@code TOO_LARGE} for too many events
     */
    record Unsplittable(Rejection rejection) implements Batch {}
}
