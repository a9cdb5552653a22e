package io.tallygate.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Violation;
import io.tallygate.query.RehearsalStore.Recorded;
import io.tallygate.schema.Pointers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a rehearsal has found so far, in bounded memory. */
final class RehearsalTally {
    private final EvolutionConfig.Rehearsal bounds;
    private final Map<Kind, Found> found = new HashMap<>();
    private long checked;
    private long breaking;
    private long ungrouped;

    RehearsalTally(EvolutionConfig.Rehearsal bounds) {
        this.bounds = bounds;
    }

    private record Kind(String pointer, String keyword) {}

    private static final class Found {
        private final Map<String, SourceCount> sources = new HashMap<>();
        private long count;
        private long ofFurtherSources;
    }

    private static final class SourceCount {
        private final List<String> examples = new ArrayList<>();
        private long count;
    }

    /**
     * A kind of fault.
     *
     * @param pointer where, as a JSON pointer in which {@code *} stands for any item of an array
     * @param keyword the keyword that refuses it
     * @param count how many events have it
     * @param sources whose they are, the most first
     * @param ofFurtherSources how many events have it that are of none of these sources
     */
    record GroupView(String pointer, String keyword, long count, List<SourceView> sources, long ofFurtherSources) {}

    /**
     * A source of events with that fault.
     *
     * @param count how many
     * @param examples the ids of the first of them
     */
    record SourceView(String source, long count, List<String> examples) {}

    void add(Recorded event, JsonNode document, List<Violation> violations) {
        checked++;
        if (violations.isEmpty()) {
            return;
        }
        breaking++;
        Set<Kind> kinds = new LinkedHashSet<>();
        violations.forEach(
                violation -> kinds.add(new Kind(generalized(violation.pointer(), document), violation.keyword())));
        kinds.forEach(kind -> add(kind, event));
    }

    private void add(Kind kind, Recorded event) {
        if (!found.containsKey(kind) && found.size() >= bounds.maxGroups()) {
            ungrouped++;
            return;
        }
        Found group = found.computeIfAbsent(kind, any -> new Found());
        group.count++;
        if (!group.sources.containsKey(event.source()) && group.sources.size() >= bounds.maxSources()) {
            group.ofFurtherSources++;
            return;
        }
        SourceCount source = group.sources.computeIfAbsent(event.source(), any -> new SourceCount());
        source.count++;
        if (source.examples.size() < bounds.examples()) {
            source.examples.add(event.id());
        }
    }

    /** The pointer with a star for each index of an array: the same fault of each item is one. */
    private static String generalized(String pointer, JsonNode document) {
        StringBuilder general = new StringBuilder();
        JsonNode at = document;
        String[] steps = pointer.split("/", -1);
        for (String step : List.of(steps).subList(1, steps.length)) {
            boolean item = at.isArray() && !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
            general.append('/').append(item ? "*" : step);
            at = item ? at.path(step.length() > 9 ? 0 : Integer.parseInt(step)) : at.path(Pointers.unescape(step));
        }
        return general.toString();
    }

    long checked() {
        return checked;
    }

    long breaking() {
        return breaking;
    }

    /** Faults of kinds beyond those that are told apart. */
    long ungrouped() {
        return ungrouped;
    }

    /** The kinds of faults, the most frequent first. */
    List<GroupView> groups() {
        return found.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(GroupView::count)
                        .reversed()
                        .thenComparing(GroupView::pointer)
                        .thenComparing(GroupView::keyword))
                .toList();
    }

    private static GroupView view(Kind kind, Found group) {
        List<SourceView> sources = group.sources.entrySet().stream()
                .map(entry ->
                        new SourceView(entry.getKey(), entry.getValue().count, List.copyOf(entry.getValue().examples)))
                .sorted(Comparator.comparingLong(SourceView::count).reversed().thenComparing(SourceView::source))
                .toList();
        return new GroupView(kind.pointer, kind.keyword, group.count, sources, group.ofFurtherSources);
    }
}
