package io.tallygate.broker;

import java.util.List;

/**
 * The keys by which the audit queue is bound to the exchange. Only those who know the catalogue of events can tell them;
 * bindings that are there besides, from another version, are left alone.
 *
 * @param keys topic patterns, at most 255 bytes of UTF-8 each
 */
public record AuditBindings(List<String> keys) {
    public AuditBindings {
        keys = List.copyOf(keys);
    }
}
