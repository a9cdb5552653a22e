package io.tallygate.boot;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page of Swagger UI may do: run its own scripts and those that stand in it, as the build has written them, and ask
 * this gateway.
 */
@Singleton
class SwaggerPolicy {
    /** Where Swagger UI is served. */
    static final String PATH = "/q/swagger-ui";

    /** Where the build puts the page, from which {@code quarkus-swagger-ui} serves it. */
    private static final String PAGE =
            "META-INF/io.smallrye_smallrye-open-api-ui__jar/META-INF/resources/openapi-ui/index.html";

    private static final Pattern SCRIPT = Pattern.compile("<script(?: defer)?>(.*?)</script>", Pattern.DOTALL);

    private @Nullable String text;

    SwaggerPolicy() {}

    /** The policy; made when it is first asked for. */
    synchronized String text() {
        if (text == null) {
            text = of(page());
        }
        return text;
    }

    static String of(String page) {
        String scripts = SCRIPT.matcher(page)
                .results()
                .map(script -> " '" + source(script.group(1)) + "'")
                .collect(Collectors.joining());
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'" + scripts,
                // It sets styles where its elements stand; nothing of an event or a schema gets there as markup.
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private static String source(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String page() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(PAGE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + PAGE, e);
        }
    }
}
