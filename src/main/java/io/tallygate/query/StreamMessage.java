package io.tallygate.query;

/**
 * What is sent to a reader of the stream.
 *
 * @param id by which it can go on behind this
 * @param data JSON; empty where the kind has none
 */
record StreamMessage(Kind kind, String id, String data) {

    enum Kind {
        /** The stream is open: what is stored from now on comes. */
        OPEN(""),
        EVENT("event"),
        QUARANTINED("quarantined"),
        MISSED("missed"),
        /** There is nothing to send. */
        HEARTBEAT("");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name of the server-sent event; empty for what is none to its reader. */
        String label() {
            return label;
        }
    }
}
