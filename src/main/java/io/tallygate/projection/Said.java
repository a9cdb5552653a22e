package io.tallygate.projection;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that an event said. Of two that say it, when they happened decides which one counts; of the same time, the later
 * in the log comes later. So it does not matter in which order they are added.
 *
 * @param at when the event happened
 * @param sequence its number in the log
 * @param value what it said
 */
record Said<T>(Instant at, long sequence, T value) {
    boolean isBefore(Said<?> other) {
        int order = at.compareTo(other.at);
        return order < 0 || order == 0 && sequence < other.sequence;
    }

    static <T> Said<T> earlier(Said<T> one, Said<T> other) {
        return one.isBefore(other) ? one : other;
    }

    static <T> Said<T> later(Said<T> one, Said<T> other) {
        return one.isBefore(other) ? other : one;
    }

    static <T> Optional<Said<T>> earlier(Optional<Said<T>> one, Optional<Said<T>> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(earlier(one.get(), other.get()))
                : one.or(() -> other);
    }

    static <T> Optional<Said<T>> later(Optional<Said<T>> one, Optional<Said<T>> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(later(one.get(), other.get())) : one.or(() -> other);
    }
}
