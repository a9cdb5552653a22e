package io.tallygate.catalogue;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event catalogue as text. What comes from the schemas is escaped as the text's form demands. */
final class Documents {
    private static final String PAGE = "event-catalogue.html";
    private static final String MARKDOWN = "event-catalogue.md";

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

    private final Engine engine;

    Documents() {
        this.engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addValueResolver(ValueResolvers.rawResolver())
                .addResultMapper(new HtmlEscaper(List.of("text/html")))
                .addResultMapper(new MarkdownEscaper())
                .build();
        engine.putTemplate(PAGE, engine.parse(source(PAGE), Variant.forContentType("text/html")));
        engine.putTemplate(MARKDOWN, engine.parse(source(MARKDOWN), Variant.forContentType(MarkdownEscaper.TYPE)));
    }

    /**
     * The catalogue as an HTML page that needs nothing else.
     *
     * @param web where HTTP is served, e.g. {@code http://localhost:8080}
     * @param broker the broker's address for examples
     */
    String page(List<DialectEntry> dialects, String web, String broker, String exchange) {
        return render(PAGE, dialects, web, broker, exchange);
    }

    /** What a content security policy must say to allow the page's own style, and no other. */
    String styleSource() {
        Matcher style = STYLE.matcher(source(PAGE));
        if (!style.find()) {
            throw new IllegalStateException("The page has no style");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The same as Markdown. */
    String markdown(List<DialectEntry> dialects, String web, String broker, String exchange) {
        return render(MARKDOWN, dialects, web, broker, exchange);
    }

    private String render(String template, List<DialectEntry> dialects, String web, String broker, String exchange) {
        return Objects.requireNonNull(engine.getTemplate(template), template)
                .data("dialects", dialects)
                .data("web", web)
                .data("broker", broker)
                .data("exchange", exchange)
                .render();
    }

    private static String source(String name) {
        try (InputStream in = Documents.class.getResourceAsStream("/catalogue/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
