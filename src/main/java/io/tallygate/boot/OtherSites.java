package io.tallygate.boot;

import io.netty.util.NetUtil;
import io.tallygate.access.AccessMode;
import io.tallygate.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the page of another site has somebody's browser do here. A browser adds by itself what it knows of a person:
 * the page's session, or, where the gateway is open, that it runs on this machine. A program adds neither, and sends none of
 * the headers that are looked at here.
 */
@Singleton
class OtherSites {
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final RouterProblems problems;
    private final AccessMode mode;
    private final String host;

    OtherSites(RouterProblems problems, AccessMode mode, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.problems = problems;
        this.mode = mode;
        this.host = host;
    }

    void install(@Observes Router router) {
        router.route().order(RouterProblems.BEFORE_ALL).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (mode.isOpen() && !namesThisMachine(request.authority(), host)) {
            problems.refuse(context, wrongName());
        } else if (mayBeForged(request) && !isFromHere(request)) {
            problems.refuse(context, otherSite());
        } else {
            context.next();
        }
    }

    /** Whoever can add a credential to a request knows it: no other site's page does. */
    private boolean mayBeForged(HttpServerRequest request) {
        return !READING.contains(request.method())
                && (mode.isOpen() || !request.headers().contains(HttpHeaders.AUTHORIZATION));
    }

    private static boolean isFromHere(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OURS.contains(site.toLowerCase(Locale.ROOT));
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOrigin(origin, request.scheme(), request.authority());
    }

    /** Whether an {@code Origin} is that of who is addressed so. */
    static boolean isOrigin(String origin, @Nullable String scheme, @Nullable HostAndPort addressed) {
        if (scheme == null || addressed == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            return scheme.equalsIgnoreCase(uri.getScheme())
                    && addressed.host().equalsIgnoreCase(uri.getHost())
                    && port(uri.getPort(), scheme) == port(addressed.port(), scheme);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(int stated, String scheme) {
        if (stated > 0) {
            return stated;
        }
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }

    /**
     * Whether a request is for this machine by its name. A page of another site can have its own name lead here (DNS
     * rebinding), and would be of one origin with the gateway then. Only a program names nobody.
     */
    static boolean namesThisMachine(@Nullable HostAndPort addressed, String configured) {
        if (addressed == null || addressed.host() == null) {
            return true;
        }
        String name = addressed.host();
        if (name.equalsIgnoreCase("localhost") || name.equalsIgnoreCase(configured)) {
            return true;
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(name);
        return literal != null && literal.isLoopbackAddress();
    }

    private static Problem wrongName() {
        return Problem.of(
                421,
                "not-this-host",
                "Not for this machine",
                "Nobody has to say who he is here, so it answers to localhost and 127.0.0.1 only, not to the name in Host."
                        + " Configure who may do what to open it: see SECURITY.md");
    }

    private static Problem otherSite() {
        return Problem.of(
                403,
                "other-site",
                "A page of another site asks for this",
                "What changes something may be sent by the gateway's own page, or by a program with a credential of its own");
    }
}
