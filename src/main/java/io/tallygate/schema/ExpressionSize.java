package io.tallygate.schema;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression gets once its counted repetitions are written out, which RE2/J does without a bound of its own:
 * a few dozen characters like {@code ((a{100}){100}){100}} would fill the memory. Reads the expression only as far as that
 * needs, and never takes it for smaller than it is.
 */
final class ExpressionSize {
    private static final int CEILING = 1 << 30;

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long size;
    private long lastAtom;

    private ExpressionSize(String regex) {
        this.regex = regex;
    }

    /** The number of characters, classes and the like that are matched one by one. */
    static long of(String regex) {
        return new ExpressionSize(regex).measure();
    }

    private long measure() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> characterClass();
                case '{' -> repetition();
                case '\\' -> escape();
                default -> atom(1);
            }
            at++;
        }
        while (!outer.isEmpty()) {
            close();
        }
        return size;
    }

    private void atom(long atomSize) {
        lastAtom = atomSize;
        size = Math.min(CEILING, size + atomSize);
    }

    private void open() {
        outer.push(size);
        size = 0;
        lastAtom = 0;
    }

    private void close() {
        long group = size + 1;
        size = outer.isEmpty() ? 0 : outer.pop();
        atom(group);
    }

    private void escape() {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            int to = end < 0 ? regex.length() : end;
            atom(1);
            size = Math.min(CEILING, size + (to - at));
            at = end < 0 ? to : to + 1;
            return;
        }
        at++;
        atom(1);
    }

    /** A bracket that comes first is a member of the class; one too many is read as a character. */
    private void characterClass() {
        int end = at + 1;
        if (end < regex.length() && regex.charAt(end) == '^') {
            end++;
        }
        if (end < regex.length() && regex.charAt(end) == ']') {
            end++;
        }
        while (end < regex.length() && regex.charAt(end) != ']') {
            if (regex.startsWith("[:", end)) {
                int named = regex.indexOf(":]", end + 2);
                end = named < 0 ? end : named + 1;
            }
            end += regex.charAt(end) == '\\' ? 2 : 1;
        }
        at = Math.min(end, regex.length());
        atom(1);
    }

    private void repetition() {
        int end = regex.indexOf('}', at);
        long times = end < 0 ? -1 : times(regex.substring(at + 1, end));
        if (times < 0) {
            atom(1);
            return;
        }
        long before = lastAtom;
        size = Math.min(CEILING, size + before * Math.max(0, times - 1));
        lastAtom = Math.min(CEILING, Math.max(before, before * times));
        at = end;
    }

    /** The greater of one or two numbers; -1 if it is no repetition but text. */
    private static long times(String range) {
        long most = 0;
        for (String number : range.split(",", 2)) {
            if (number.length() > 6 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return -1; // more than RE2/J takes
            }
            most = Math.max(most, number.isEmpty() ? 0 : Long.parseLong(number));
        }
        return most;
    }
}
