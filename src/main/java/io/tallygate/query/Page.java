package io.tallygate.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param nextCursor the {@code cursor} that asks for the next page; absent on the last one
 */
record Page<T>(List<T> items, Optional<String> nextCursor) {

    /** Makes a page of rows that were asked for with one more than the page may have. */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursorAfter) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(cursorAfter.apply(items.get(limit - 1))));
    }
}
