package io.tallygate.demo;

import java.time.Instant;
import java.util.Optional;

/**
 * Something to be sent.
 *
 * @param at when
 * @param type what it says that it is
 * @param routingKey for what is sent to the exchange; empty for what is sent by HTTP
 * @param text mostly the JSON text of an event
 */
record DemoEvent(Instant at, String type, Optional<String> routingKey, String text) {

    static DemoEvent byHttp(Instant at, String type, String text) {
        return new DemoEvent(at, type, Optional.empty(), text);
    }

    static DemoEvent byAmqp(Instant at, String type, String routingKey, String text) {
        return new DemoEvent(at, type, Optional.of(routingKey), text);
    }
}
