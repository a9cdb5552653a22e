package io.tallygate.query;

import java.util.List;
import java.util.Locale;

/** What waits for a reader of the stream. */
sealed interface StreamItem {

    /** Bytes that it takes in memory, or a few more. */
    int size();

    /** An event of the log, as JSON. */
    record Logged(long sequence, String json) implements StreamItem {
        @Override
        public int size() {
            return json.length();
        }
    }

    /** A quarantined event, as JSON. */
    record Quarantined(QuarantinePosition position, String json) implements StreamItem {
        @Override
        public int size() {
            return json.length();
        }
    }

    /**
     * What the reader is not sent.
     *
     * @param count how many; those of the log that were not looked at, whether it would have wanted them or not
     * @param quarantined how many of them are quarantined ones
     * @param from the first number of the log, 0 for none of the log
     * @param to the last one
     */
    record Missed(Reason reason, long count, long quarantined, long from, long to) implements StreamItem {
        static final Missed NOTHING = new Missed(Reason.SLOW, 0, 0, 0, 0);

        /** Why it is not sent. */
        enum Reason {
            /** The reader did not read fast enough. */
            SLOW,
            /** It came back after too long. */
            TOO_OLD,
            /** More was stored than the stream can follow. */
            BEHIND;

            String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }

        /** All entries of a stretch of the log. */
        static Missed stretch(Reason reason, long from, long to) {
            return new Missed(reason, to - from + 1, 0, from, to);
        }

        /** Also this one, which comes after. */
        Missed and(StreamItem later) {
            if (later instanceof Logged event) {
                return and(new Missed(reason, 1, 0, event.sequence(), event.sequence()));
            }
            if (later instanceof Quarantined) {
                return and(new Missed(reason, 1, 1, 0, 0));
            }
            Missed more = (Missed) later;
            return new Missed(
                    count == 0 ? more.reason : reason,
                    count + more.count,
                    quarantined + more.quarantined,
                    from == 0 ? more.from : from,
                    Math.max(to, more.to));
        }

        String json() {
            List<String> members = List.of(
                    "\"reason\":\"" + reason.label() + "\"",
                    "\"count\":" + count,
                    "\"quarantined\":" + quarantined,
                    "\"from\":" + (from == 0 ? "null" : from),
                    "\"to\":" + (to == 0 ? "null" : to));
            return "{" + String.join(",", members) + "}";
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
