package io.tallygate.boot;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Puts on every answer what keeps a browser from doing more with it than it is for: set before anybody answers, errors
 * included. Who answers with a page replaces the policy by that page's own, and who lets be kept what may be kept says so.
 */
@Singleton
class SecurityHeaders {
    static final String POLICY = "Content-Security-Policy";

    /** Data is no page: it may load nothing, and stand in no frame. */
    static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

    private static final Map<String, String> EVERYWHERE = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store",
            POLICY,
            NO_PAGE);

    private final String tlsOnly;
    private final SwaggerPolicy swaggerPolicy;

    SecurityHeaders(HttpConfig config, SwaggerPolicy swaggerPolicy) {
        this.tlsOnly = "max-age=" + config.strictTransport().toSeconds();
        this.swaggerPolicy = swaggerPolicy;
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::put);
    }

    private void put(RoutingContext context) {
        MultiMap headers = context.response().headers();
        // Not added: a request that is led to another address comes by here once more.
        EVERYWHERE.forEach(headers::set);
        if (context.normalizedPath().startsWith(SwaggerPolicy.PATH)) {
            headers.set(POLICY, swaggerPolicy.text());
        }
        if ("https".equals(context.request().scheme())) {
            headers.set("Strict-Transport-Security", tlsOnly);
        }
        context.next();
    }
}
