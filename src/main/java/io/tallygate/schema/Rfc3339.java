package io.tallygate.schema;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads a {@code date-time} of RFC 3339, section 5.6, with lower-case {@code t} and {@code z}, any offset and any number
 * of decimals; what is finer than a nanosecond is cut off.
 *
 * <p>A leap second ({@code :60}) is accepted where one can be: at the end of June or December, UTC. It is read as the
 * first second of the next day, as POSIX and PostgreSQL do.
 */
final class Rfc3339 {
    private static final int SECONDS_END = 19; // of 1985-04-12T23:20:50
    private static final int SECONDS_PER_DAY = 86_400;

    private final String text;
    private int at;

    private Rfc3339(String text) {
        this.text = text;
    }

    /** The instant of a date-time with its zone; empty if it is none. */
    static Optional<Instant> parse(String text) {
        return new Rfc3339(text).parse(false);
    }

    /** The same; one without a zone is read as UTC. */
    static Optional<Instant> parseZoneOptional(String text) {
        return new Rfc3339(text).parse(true);
    }

    private Optional<Instant> parse(boolean zoneOptional) {
        if (text.length() < SECONDS_END || !hasSeparators()) {
            return Optional.empty();
        }
        int year = digits(0, 4);
        int month = digits(5, 7);
        int day = digits(8, 10);
        int hour = digits(11, 13);
        int minute = digits(14, 16);
        int second = digits(17, 19);
        if (year < 0 || month < 1 || month > 12 || day < 1) {
            return Optional.empty();
        }
        if (day > YearMonth.of(year, month).lengthOfMonth() || !isTime(hour, minute, second)) {
            return Optional.empty();
        }
        at = SECONDS_END;
        int nanos = fraction();
        int offset = offset(zoneOptional);
        if (nanos < 0 || offset == Integer.MIN_VALUE || at != text.length()) {
            return Optional.empty();
        }
        long epochSecond = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY
                + (hour * 60L + minute) * 60
                + second
                - offset;
        return second == 60 && !followsLeapSecond(epochSecond)
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(epochSecond, nanos));
    }

    private boolean hasSeparators() {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static boolean isTime(int hour, int minute, int second) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
    }

    private static boolean followsLeapSecond(long epochSecond) {
        if (Math.floorMod(epochSecond, (long) SECONDS_PER_DAY) != 0) {
            return false;
        }
        LocalDate day = LocalDate.ofEpochDay(epochSecond / SECONDS_PER_DAY);
        return day.getDayOfMonth() == 1 && (day.getMonthValue() == 1 || day.getMonthValue() == 7);
    }

    /** The decimals of the second in nanoseconds; -1 if they are malformed. */
    private int fraction() {
        if (at == text.length() || text.charAt(at) != '.') {
            return 0;
        }
        at++;
        int start = at;
        int nanos = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            if (at - start < 9) {
                nanos = nanos * 10 + text.charAt(at) - '0';
            }
        }
        for (int decimals = at - start; decimals < 9; decimals++) {
            nanos *= 10;
        }
        return at == start ? -1 : nanos;
    }

    /** The offset from UTC in seconds; the least int if it is malformed. */
    private int offset(boolean zoneOptional) {
        if (at == text.length()) {
            return zoneOptional ? ZoneOffset.UTC.getTotalSeconds() : Integer.MIN_VALUE;
        }
        char first = text.charAt(at);
        if (first == 'Z' || first == 'z') {
            at++;
            return 0;
        }
        if (first != '+' && first != '-' || text.length() != at + 6 || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(at + 1, at + 3);
        int minutes = digits(at + 4, at + 6);
        at += 6;
        if (!isTime(hours, minutes, 0)) {
            return Integer.MIN_VALUE;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return first == '-' ? -seconds : seconds;
    }

    /** The number that stands between two places; -1 if there is anything but ASCII digits. */
    private int digits(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
