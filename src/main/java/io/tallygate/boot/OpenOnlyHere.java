package io.tallygate.boot;

import io.quarkus.runtime.StartupEvent;
import io.tallygate.access.AccessMode;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a gateway that others than this machine could reach and that asks nobody who he is. */
@Singleton
class OpenOnlyHere {
    private static final int FIRST = 1;

    private final AccessMode mode;
    private final String host;

    OpenOnlyHere(AccessMode mode, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.mode = mode;
        this.host = host;
    }

    void check(@Observes @Priority(FIRST) StartupEvent starting) {
        if (mode.isOpen() && !isThisMachineOnly(host)) {
            throw new IllegalStateException(
                    "It would listen on " + host + ", where others can reach it, and nothing says who"
                            + " may do what. Set TALLYGATE_ACCESS_KEY_SECRET (e.g. to the output of: openssl rand -base64 32), or"
                            + " TALLYGATE_ACCESS_OIDC_ISSUER, or both: see SECURITY.md. Or leave QUARKUS_HTTP_HOST at 127.0.0.1.");
        }
    }

    static boolean isThisMachineOnly(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
