package io.tallygate.boot;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
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

    /** Made once: the server takes such text as it is, and would look at each character of any other for each answer. */
    private static final List<Map.Entry<CharSequence, CharSequence>> EVERYWHERE = List.of(
            header("X-Content-Type-Options", "nosniff"),
            header("X-Frame-Options", "DENY"),
            header("Referrer-Policy", "no-referrer"),
            header("Cross-Origin-Resource-Policy", "same-origin"),
            header("Cross-Origin-Opener-Policy", "same-origin"),
            header("Cache-Control", "no-store"),
            header(POLICY, NO_PAGE));

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
        for (Map.Entry<CharSequence, CharSequence> header : EVERYWHERE) {
            if (!headers.contains(header.getKey())) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        if ("https".equals(context.request().scheme())) {
            headers.set("Strict-Transport-Security", tlsOnly);
        }
    }

    private static Map.Entry<CharSequence, CharSequence> header(String name, String value) {
        return Map.entry(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }
}
