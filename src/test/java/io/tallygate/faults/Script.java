package io.tallygate.faults;

import io.tallygate.testkit.Events;
import io.tallygate.testkit.Flaw;
import io.tallygate.testkit.TestEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The events of one sender, made as it sends them: several workflows at a time, each begun, gone on with and completed;
 * job triggers; and some broken ones, no two of them alike. For one thread, until all is sent.
 */
final class Script {
    private static final int AT_A_TIME = 20;
    private static final int LENGTH = 12;

    /** What a sender can send that is broken in itself, small, and broken at every door. */
    private static final List<Flaw> FLAWS = List.of(
            Flaw.CUT_OFF,
            Flaw.DUPLICATE_KEY,
            Flaw.UNKNOWN_TYPE,
            Flaw.UNKNOWN_VERSION,
            Flaw.FIELD_MISSING,
            Flaw.FIELD_WRONG,
            Flaw.UNKNOWN_JOB);

    private final SplittableRandom random;
    private final Events events;
    private final List<Workflow> open = new ArrayList<>();
    private final Map<String, TestEvent> made = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<List<String>> workflows = new ArrayList<>();

    Script(long seed) {
        random = new SplittableRandom(seed);
        events = new Events(seed);
    }

    /** The next event; by its {@link TestEvent#key()} it can be looked up. */
    Line next() {
        int dice = random.nextInt(100);
        return dice < 4 ? broken() : dice < 8 ? line(events.valid(Events.TRIGGER)) : ofAWorkflow();
    }

    /** A broken one. */
    Line broken() {
        return line(events.broken(FLAWS.get(random.nextInt(FLAWS.size()))));
    }

    /** The next event of one of the workflows. */
    Line ofAWorkflow() {
        if (open.size() < AT_A_TIME) {
            Workflow begun = new Workflow();
            open.add(begun);
            workflows.add(begun.keys);
        }
        Workflow workflow = open.get(random.nextInt(open.size()));
        int place = workflow.keys.size();
        String type = place == 0 ? Events.STARTED : place < LENGTH ? Events.STEP : Events.COMPLETED;
        if (place == LENGTH) {
            open.remove(workflow);
        }
        Line line = line(events.valid(type, workflow.tenant, workflow.id));
        workflow.keys.add(line.key);
        return line;
    }

    /** A copy of all that was made so far, by key. */
    Map<String, TestEvent> made() {
        synchronized (made) {
            return new LinkedHashMap<>(made);
        }
    }

    /** The keys of each workflow's events in their order. */
    List<List<String>> workflows() {
        return workflows;
    }

    /** An event that was made elsewhere. */
    Line line(TestEvent event) {
        Line line = new Line(event.key(), event);
        made.put(line.key, event);
        return line;
    }

    /** An event and its key, which takes a while to compute. */
    record Line(String key, TestEvent event) {
        boolean isSound() {
            return event.expected().stored();
        }
    }

    private final class Workflow {
        final UUID tenant = new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | Long.MIN_VALUE);
        final UUID id = new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | Long.MIN_VALUE);
        final List<String> keys = new ArrayList<>();
    }
}
