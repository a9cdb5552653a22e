package io.tallygate.testkit;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a producer knows of what it sent, by key. A key that was sent several times counts by the best that is known of
 * it: confirmed once is confirmed.
 */
public final class Ledger {
    private final Map<String, Set<Outcome>> outcomes = new HashMap<>();
    private int onTheirWay;

    /** What a producer may know. */
    public enum Outcome {
        /** The receiver promised to keep it. */
        CONFIRMED,
        /** The receiver said that it does not keep it. */
        REFUSED,
        /** The answer did not come. */
        UNKNOWN
    }

    /** Something is being sent. */
    public synchronized String begin(String key) {
        onTheirWay++;
        return key;
    }

    /** What became of something that was begun. */
    public synchronized void end(String key, Outcome outcome) {
        onTheirWay--;
        outcomes.computeIfAbsent(key, unseen -> EnumSet.noneOf(Outcome.class)).add(outcome);
    }

    /** Whether nothing is on its way. */
    public synchronized boolean isSettled() {
        return onTheirWay == 0;
    }

    /** C: a copy of the keys that were confirmed at least once. */
    public Set<String> confirmed() {
        return keys(EnumSet.of(Outcome.CONFIRMED), EnumSet.noneOf(Outcome.class));
    }

    /** X: a copy of the keys of which no sending may have arrived. */
    public Set<String> refused() {
        return keys(EnumSet.of(Outcome.REFUSED), EnumSet.of(Outcome.CONFIRMED, Outcome.UNKNOWN));
    }

    /** U: a copy of the keys that were never confirmed and of which a sending may have arrived. */
    public Set<String> unknown() {
        return keys(EnumSet.of(Outcome.UNKNOWN), EnumSet.of(Outcome.CONFIRMED));
    }

    private synchronized Set<String> keys(Set<Outcome> with, Set<Outcome> without) {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue().containsAll(with))
                .filter(entry -> entry.getValue().stream().noneMatch(without::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return confirmed().size() + " confirmed, " + refused().size() + " refused, "
                + unknown().size() + " unknown";
    }
}
