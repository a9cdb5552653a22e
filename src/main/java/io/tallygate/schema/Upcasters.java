package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The upcasters of one event type, and the ways that they make from version to version. Immutable once it is loaded. */
final class Upcasters {
    static final Upcasters NONE = new Upcasters();

    private final Map<String, List<Upcaster>> byOrigin = new HashMap<>();

    void add(Upcaster upcaster) {
        byOrigin.computeIfAbsent(upcaster.from(), from -> new ArrayList<>()).add(upcaster);
    }

    /** The shortest way, empty if there is none. */
    Optional<List<Upcaster>> way(String from, String to) {
        Deque<List<Upcaster>> open = new ArrayDeque<>();
        open.add(List.of());
        Set<String> seen = new HashSet<>(Set.of(from));
        while (!open.isEmpty()) {
            List<Upcaster> way = open.poll();
            String at = way.isEmpty() ? from : way.get(way.size() - 1).to();
            if (at.equals(to)) {
                return Optional.of(way);
            }
            for (Upcaster next : byOrigin.getOrDefault(at, List.of())) {
                if (seen.add(next.to())) {
                    List<Upcaster> longer = new ArrayList<>(way);
                    longer.add(next);
                    open.add(longer);
                }
            }
        }
        return Optional.empty();
    }

    /** The versions that events of a version can be read as, without it. */
    SortedSet<String> reachable(String from) {
        SortedSet<String> versions = new TreeSet<>(VersionOrder.INSTANCE);
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (Upcaster next : byOrigin.getOrDefault(open.pop(), List.of())) {
                if (versions.add(next.to())) {
                    open.push(next.to());
                }
            }
        }
        return versions;
    }

    /** @throws UpcastException if an operation finds no place, or the outcome is not valid under the schema */
    static JsonNode apply(List<Upcaster> way, JsonNode event, EventSchema target) {
        JsonNode document = event;
        for (Upcaster upcaster : way) {
            try {
                document = upcaster.apply(document);
            } catch (UpcastException e) {
                throw new UpcastException("from " + upcaster.from() + " to " + upcaster.to() + ": " + e.getMessage());
            }
        }
        List<Violation> violations = target.violations(document, 1);
        if (!violations.isEmpty()) {
            Violation first = violations.get(0);
            throw new UpcastException("what comes of it is not valid under version " + target.version() + ": at "
                    + (first.pointer().isEmpty() ? "the event" : first.pointer()) + ": " + first.message());
        }
        return document;
    }
}
