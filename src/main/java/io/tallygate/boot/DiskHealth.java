package io.tallygate.boot;

import io.tallygate.audit.StorageRoom;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while there is room to store more, as far as it can be seen from here or PostgreSQL says so. */
@Readiness
@ApplicationScoped
class DiskHealth implements HealthCheck {
    private final StorageRoom room;

    DiskHealth(StorageRoom room) {
        this.room = room;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("disk").up();
        room.shortage().or(room::refusal).ifPresent(why -> response.down().withData("reason", why));
        return response.build();
    }
}
