package io.tallygate.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One try to send a quarantined event again.
 *
 * @param id its own id: a UUIDv7
 * @param quarantineId the quarantined event
 * @param attemptedAt when
 * @param corrected whether another body than the original was sent
 * @param outcome {@code stored}, {@code already-stored} or {@code rejected}
 * @param tenantId the tenant of the event that was stored
 * @param eventId the id of the event that was stored
 * @param sequence its number in the audit log
 * @param quarantinedAs the quarantined event that this try became, if it was rejected again
 */
public record Resubmission(
        UUID id,
        UUID quarantineId,
        Instant attemptedAt,
        boolean corrected,
        String outcome,
        Optional<UUID> tenantId,
        Optional<String> eventId,
        Optional<Long> sequence,
        Optional<UUID> quarantinedAs) {}
