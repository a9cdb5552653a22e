package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.projection.Run;
import io.tallygate.projection.RunKey;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of one run. The log knows the workflow of an event by an index, and its run only by its content: of a workflow of
 * many runs, those between the first and the last event of the run are looked through, {@value #LOOKED_THROUGH} for a page.
 */
@Singleton
class RunEvents {
    private static final int LOOKED_THROUGH = 5_000;
    private static final int AT_ONCE = 250;

    private final EventStore events;

    RunEvents(EventStore events) {
        this.events = events;
    }

    /**
     * One page, in the order in which they were received.
     *
     * @param only whether the workflow has this run only
     * @param after the sequence number behind which the page begins
     */
    Page<EventView> page(Reader reader, Run run, boolean only, Optional<Long> after, int size, boolean withContent) {
        if (only) {
            return Page.of(events.find(ofWorkflow(reader, run, after), size + 1, withContent), size, EventView::cursor);
        }
        List<EventView> found = new ArrayList<>();
        long at = Math.max(after.orElse(0L), run.firstSequence() - 1);
        for (int looked = 0; looked < LOOKED_THROUGH; looked += AT_ONCE) {
            for (EventView event : events.find(ofWorkflow(reader, run, Optional.of(at)), AT_ONCE, withContent)) {
                if (event.sequence() > run.lastSequence()) {
                    return new Page<>(found, Optional.empty());
                }
                if (isOf(run, event)) {
                    if (found.size() == size) {
                        return new Page<>(found, Optional.of(Parameters.cursorOf(at)));
                    }
                    found.add(event);
                }
                at = event.sequence();
            }
            if (at >= run.lastSequence()) {
                return new Page<>(found, Optional.empty());
            }
        }
        return new Page<>(found, Optional.of(Parameters.cursorOf(at)));
    }

    private static boolean isOf(Run run, EventView event) {
        return RunKey.idOf(run.key().workflowId(), Optional.ofNullable(event.run()))
                .equals(run.key().runId());
    }

    private static EventStore.Filter ofWorkflow(Reader reader, Run run, Optional<Long> after) {
        return new EventStore.Filter(
                new Reader(reader.tenants().only(run.key().tenant()), reader.seesSensitive()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(run.key().workflowId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                true);
    }
}
