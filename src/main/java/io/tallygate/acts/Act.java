package io.tallygate.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Content;
import io.tallygate.event.Tenants;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** What somebody is about to do with the gateway: an event type of the dialect {@code tallygate} and what its event says. */
public final class Act {
    private static final String EVENT = "event";
    private static final String QUARANTINED = "quarantined-event";

    private final String type;
    private final Optional<UUID> tenant;
    private final String objectKind;
    private final String objectId;
    private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();

    private Act(String type, Optional<UUID> tenant, String objectKind, String objectId) {
        this.type = "tallygate." + type;
        this.tenant = tenant;
        this.objectKind = objectKind;
        this.objectId = objectId;
    }

    /**
     * A quarantined event is sent again.
     *
     * @param tenant whose event it is, if that is known
     * @param corrected whether something else is sent in its place
     * @param sent what is sent
     */
    public static Act resubmission(UUID quarantineId, Optional<UUID> tenant, boolean corrected, Content sent) {
        Act act = new Act("quarantine.resubmitted", tenant, QUARANTINED, quarantineId.toString());
        act.parameters.put("corrected", corrected).put("sha256", sent.sha256Hex());
        return act;
    }

    /**
     * A job is triggered.
     *
     * @param eventId the id of the event that triggers it
     * @param triggeredBy what that says of who triggers it
     * @param trigger that event
     */
    public static Act jobTrigger(String job, UUID tenant, String eventId, String triggeredBy, Content trigger) {
        Act act = new Act("job.triggered", Optional.of(tenant), "job", job);
        act.parameters.put("eventId", eventId).put("triggeredBy", triggeredBy).put("sha256", trigger.sha256Hex());
        return act;
    }

    /**
     * Something is done with a key.
     *
     * @param what {@code created}, {@code rotated} or {@code revoked}
     * @param keyId the id of the key; of the new one, where one takes the place of another
     * @param name its name
     * @param roles the labels of what it may do
     * @param tenants those that it may act for
     * @param expires when it ends by itself
     * @param replaced the id of the key in whose place it is
     */
    static Act key(
            String what,
            String keyId,
            String name,
            Collection<String> roles,
            Tenants tenants,
            Instant expires,
            Optional<String> replaced) {
        Act act = new Act("key." + what, tenants.single(), "key", keyId);
        act.parameters.put("name", name);
        act.list("roles", roles);
        if (tenants instanceof Tenants.Some some) {
            act.list("tenants", some.ids().stream().map(UUID::toString).toList());
        }
        act.parameters.put("expires", expires.toString());
        replaced.ifPresent(before -> act.parameters.put("replaced", before));
        return act;
    }

    /** The effective configuration is shown. */
    public static Act configurationViewed() {
        return new Act("configuration.viewed", Optional.empty(), "configuration", "effective");
    }

    /** Something that is derived from the log is made anew. */
    public static Act projectionRebuilt(String projection) {
        return new Act("projection.rebuilt", Optional.empty(), "projection", projection);
    }

    /** The bytes of a kept event are given as they came. */
    public static Act originalRead(UUID tenant, String eventId, Content original) {
        return new Act("original.read", Optional.of(tenant), EVENT, eventId).ofBytes(original);
    }

    /** The bytes of a quarantined event are given as they came. */
    public static Act quarantinedOriginalRead(UUID quarantineId, Optional<UUID> tenant, Content original) {
        return new Act("original.read", tenant, QUARANTINED, quarantineId.toString()).ofBytes(original);
    }

    private Act ofBytes(Content content) {
        parameters.put("bytes", content.size()).put("sha256", content.sha256Hex());
        return this;
    }

    private void list(String name, Collection<String> values) {
        values.stream().sorted().forEach(parameters.putArray(name)::add);
    }

    /** The type of its event. */
    String type() {
        return type;
    }

    /** Whose data it is about; empty if nobody's, or that of several. */
    Optional<UUID> tenant() {
        return tenant;
    }

    /** What its event says of the object, and of how it is done. */
    void writeTo(ObjectNode event) {
        event.putObject("object").put("kind", objectKind).put("id", objectId);
        if (!parameters.isEmpty()) {
            event.set("parameters", parameters);
        }
    }

    @Override
    public String toString() {
        return type + " " + objectKind + " " + objectId;
    }
}
