package io.tallygate.event;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whoever sent an event in, as a door has made sure of it: for whom it may speak.
 *
 * @param tenants whose events it may send
 * @param sources the sources that it may name
 * @param types the types of events that it may send
 */
public record Sender(Tenants tenants, NamePatterns sources, NamePatterns types) {
    /** May send everything: where nothing is known of senders, and for events that the gateway makes itself. */
    public static final Sender ANYONE = new Sender(Tenants.ALL, NamePatterns.ANY, NamePatterns.ANY);

    /** May send nothing: somebody whom the door does not know, though it knows others. */
    public static final Sender NOBODY =
            new Sender(Tenants.of(), new NamePatterns(List.of()), new NamePatterns(List.of()));

    /** May send every event of these tenants. */
    public static Sender ofAll(Tenants tenants) {
        return new Sender(tenants, NamePatterns.ANY, NamePatterns.ANY);
    }

    /** Why it may not send this event, for a person; empty if it may. */
    public Optional<String> objectionTo(WorkflowEvent event) {
        // First and alone where nobody is known: this is asked for every event.
        return this == ANYONE
                ? Optional.empty()
                : objectionTo(Optional.of(event.tenant()), Optional.of(event.source()), Optional.of(event.type()));
    }

    /** Why it may not send what makes this claim, as far as that goes; empty if nothing that it says is against it. */
    public Optional<String> objectionTo(Claim claim) {
        return this == ANYONE ? Optional.empty() : objectionTo(claim.tenant(), claim.source(), claim.type());
    }

    private Optional<String> objectionTo(Optional<UUID> tenant, Optional<String> source, Optional<String> type) {
        if (equals(NOBODY)) {
            return Optional.of("its sender may send nothing");
        }
        if (tenant.isPresent() && !tenants.contains(tenant.get())) {
            return Optional.of("its sender may not send events of tenant " + tenant.get());
        }
        if (source.isPresent() && !sources.matches(source.get())) {
            return Optional.of("its sender may not send events of this source");
        }
        if (type.isPresent() && !types.matches(type.get())) {
            return Optional.of("its sender may not send events of this type");
        }
        return Optional.empty();
    }
}
