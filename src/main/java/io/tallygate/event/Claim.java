package io.tallygate.event;

import java.util.Optional;
import java.util.UUID;

/**
 * What an event that was not accepted says of itself, as far as it could be read: for finding it again, not for trusting
 * it.
 *
 * @param dialect the dialect it seems to be of
 * @param tenant the tenant it names, if that is a UUID
 * @param id the id it names
 * @param type the type it names
 * @param version the version it names
 * @param source the source it names
 * @param workflowId the workflow it names
 */
public record Claim(
        Optional<String> dialect,
        Optional<UUID> tenant,
        Optional<String> id,
        Optional<String> type,
        Optional<String> version,
        Optional<String> source,
        Optional<String> workflowId) {

    private static final Claim NOTHING = new Claim(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The claim of something that could not be read at all. */
    public static Claim nothing() {
        return NOTHING;
    }

    /** The same as something of this tenant, or of none. */
    public Claim ofTenant(Optional<UUID> owner) {
        return new Claim(dialect, owner, id, type, version, source, workflowId);
    }

    /** What an accepted event says of itself. */
    public static Claim of(WorkflowEvent event) {
        return new Claim(
                Optional.of(event.dialect()),
                Optional.of(event.tenant()),
                Optional.of(event.id()),
                Optional.of(event.type()),
                Optional.of(event.version()),
                Optional.of(event.source()),
                event.workflowId());
    }
}
