package io.tallygate.boot;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Puts on every answer what keeps a browser from doing more with it than it is for, when it begins to be sent: whoever answers,
 * errors included. Who answers with a page says that page's own policy, and who lets be kept what may be kept says so.
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
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            context.addHeadersEndHandler(answering -> put(context));
            context.next();
        });
    }

    /** What the answer says by itself stays. */
    private void put(RoutingContext context) {
        MultiMap headers = context.response().headers();
        if (context.normalizedPath().startsWith(SwaggerPolicy.PATH) && !headers.contains(POLICY)) {
            headers.set(POLICY, swaggerPolicy.text());
        }
        EVERYWHERE.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
        if ("https".equals(context.request().scheme())) {
            headers.set("Strict-Transport-Security", tlsOnly);
        }
    }
}
