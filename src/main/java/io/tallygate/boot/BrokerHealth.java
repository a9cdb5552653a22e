package io.tallygate.boot;

import io.tallygate.broker.BrokerLinks;
import io.tallygate.broker.LinkState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every connection to the broker is up with everything declared. */
@Readiness
@ApplicationScoped
class BrokerHealth implements HealthCheck {
    private final BrokerLinks links;

    BrokerHealth(BrokerLinks links) {
        this.links = links;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("broker").status(links.areUp());
        links.states().forEach((name, state) -> response.withData(name, inWords(state)));
        return response.build();
    }

    private static String inWords(LinkState state) {
        if (state instanceof LinkState.Connected connected) {
            return "connected to " + connected.address() + " (" + connected.server() + ")";
        }
        if (state instanceof LinkState.Connecting connecting) {
            return "connecting: " + connecting.lastError().orElse("the first attempt is under way");
        }
        return "closed";
    }
}
