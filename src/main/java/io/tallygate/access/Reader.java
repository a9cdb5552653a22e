package io.tallygate.access;

import io.tallygate.event.Tenants;

/**
 * Who a question is answered for.
 *
 * @param tenants whose data it may be shown
 * @param seesSensitive whether values that a schema marks {@code x-sensitive} are shown and not masked
 */
public record Reader(Tenants tenants, boolean seesSensitive) {
    /** Sees everything: for the gateway's own work. */
    public static final Reader OF_ALL = new Reader(Tenants.ALL, true);
}
