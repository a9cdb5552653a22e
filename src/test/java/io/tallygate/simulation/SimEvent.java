package io.tallygate.simulation;

import io.tallygate.audit.NewEntry;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.WorkflowEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An event of a simulated world. All worlds have the same ones, so that they are made once.
 *
 * @param sender one of all; a sender sends one workflow's events through one door, in the order of their numbers
 * @param kind what the gateway must make of it
 */
public record SimEvent(int sender, int number, Kind kind, Door door, WorkflowEvent event, NewEntry entry, Claim claim) {
    public static final int SENDERS = 6;
    public static final int NUMBERS = 6;
    public static final String ROUTING_KEY = "workflow.step.completed";

    /** What the gateway must make of an event. */
    public enum Kind {
        GOOD,
        BAD,
        NOT_STORABLE
    }

    private static final List<SimEvent> ALL = all();
    private static final Map<String, SimEvent> BY_ID =
            ALL.stream().collect(Collectors.toMap(SimEvent::id, Function.identity()));

    public static SimEvent of(int sender, int number, Kind kind) {
        return ALL.get((sender * NUMBERS + number) * Kind.values().length + kind.ordinal());
    }

    public static SimEvent ofId(String id) {
        SimEvent event = BY_ID.get(id);
        if (event == null) {
            throw new Violation("an event that nobody sent: " + id);
        }
        return event;
    }

    /** The even ones send by HTTP, the odd ones by the broker. */
    public static Door doorOf(int sender) {
        return sender % 2 == 0 ? Door.HTTP : Door.AMQP;
    }

    public String id() {
        return event.id();
    }

    public Content content() {
        return event.content();
    }

    private static List<SimEvent> all() {
        List<SimEvent> all = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            for (int number = 0; number < NUMBERS; number++) {
                for (Kind kind : Kind.values()) {
                    all.add(make(sender, number, kind));
                }
            }
        }
        return all;
    }

    private static SimEvent make(int sender, int number, Kind kind) {
        String id = "s" + sender + "-" + number + "-" + kind;
        WorkflowEvent event = new WorkflowEvent(
                "coder",
                new UUID(7, sender / 2),
                id,
                ROUTING_KEY,
                "1.0.0",
                "workflow-orchestrator",
                Optional.of("w" + sender),
                Optional.empty(),
                Instant.EPOCH,
                Content.of(id.getBytes(StandardCharsets.UTF_8)));
        Door door = doorOf(sender);
        NewEntry entry = new NewEntry(event, door, Instant.EPOCH, ROUTING_KEY, Optional.empty());
        return new SimEvent(sender, number, kind, door, event, entry, Claim.of(event));
    }
}
