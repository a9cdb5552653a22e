package io.tallygate.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.tallygate.event.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes the events of acts, of the dialect {@code tallygate}. */
final class ActEvents {
    private static final String VERSION = "1.0.0";

    private final UUID platformTenant;

    ActEvents(UUID platformTenant) {
        this.platformTenant = platformTenant;
    }

    /** The event of an act, under a new id. */
    Content of(Act act, Actor actor, Instant time) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("id", UuidCreator.getTimeOrderedEpoch().toString())
                .put("type", act.type())
                .put("version", VERSION)
                .put("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("tenantId", act.tenant().orElse(platformTenant).toString())
                .put("source", "tallygate");
        ObjectNode who = event.putObject("actor")
                .put("kind", actor.kind())
                .put("id", actor.id())
                .put("name", actor.name());
        actor.roles().stream().sorted().forEach(who.putArray("roles")::add);
        actor.address().ifPresent(address -> who.put("address", address));
        act.writeTo(event);
        return Content.of(event.toString().getBytes(StandardCharsets.UTF_8));
    }
}
