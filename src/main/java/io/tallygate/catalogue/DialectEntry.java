package io.tallygate.catalogue;

import java.util.List;

/**
 * One dialect in the catalogue.
 *
 * @param routingKey the template of its routing keys
 * @param madeByGateway whether nobody else may send them
 * @param events its event types by name
 */
public record DialectEntry(
        String name,
        String title,
        String description,
        String routingKey,
        boolean madeByGateway,
        List<EventEntry> events) {}
