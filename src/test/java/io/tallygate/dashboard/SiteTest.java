package io.tallygate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SiteTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "dashboard");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import\\()\\s*['\"](\\.[^'\"]+)['\"]");

    @Test
    void index_listsEveryFileOfTheFolder() throws IOException {
        List<String> listed = Files.readAllLines(FOLDER.resolve("index.txt")).stream()
                .filter(file -> !file.startsWith("lib/"))
                .toList();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> FOLDER.relativize(file).toString())
                            .filter(file -> !file.equals("index.txt") && !file.equals("index.html")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void everyFileThatThePageOrAModuleNames_isThere() throws Exception {
        Site site = site();
        String page = text(site.page());
        assertThat(files(page, Pattern.compile("(?:src|href)=\"ui/" + site.version() + "/([^\"]+)\"")))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(site.find(file)).as(file).isPresent());

        for (String module : Files.readAllLines(FOLDER.resolve("index.txt"))) {
            if (module.endsWith(".js") && module.startsWith("js/")) {
                assertThat(files(Files.readString(FOLDER.resolve(module)), IMPORT))
                        .allSatisfy(file -> assertThat(site.find(Path.of(module)
                                        .resolveSibling(file)
                                        .normalize()
                                        .toString()))
                                .as(module + " imports " + file)
                                .isPresent());
            }
        }
    }

    @Test
    void scriptSource_isTheHashOfTheOnlyInlineScript() throws Exception {
        Site site = site();
        List<String> inline = files(text(site.page()), Pattern.compile("<script[^>]*>([^<]+)</script>"));

        assertThat(inline).hasSize(1);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(inline.get(0).getBytes(StandardCharsets.UTF_8));
        assertThat(site.scriptSource())
                .isEqualTo("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        assertThat(text(site.page())).doesNotContain("style=\"").doesNotContain("onload=");
    }

    @Test
    void noModule_hasInlineStylesOrInsertsMarkup() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("js"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(
                                    "unsafeHTML",
                                    "unsafeSVG",
                                    "innerHTML",
                                    "outerHTML",
                                    "insertAdjacentHTML",
                                    " style=\"",
                                    "eval("));
        }
    }

    @Test
    void gzip_holdsTheSameBytes() throws Exception {
        Asset asset = site().find("js/app.js").orElseThrow();

        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(asset.gzip()))) {
            assertThat(in.readAllBytes()).isEqualTo(asset.plain());
        }
        assertThat(asset.mediaType()).isEqualTo("text/javascript;charset=UTF-8");
    }

    @Test
    void asset_ofAnUnknownEndingIsRefused() {
        assertThatThrownBy(() -> Asset.of("x.exe", new byte[0])).hasMessageContaining("x.exe");
    }

    private static Site site() throws IOException {
        return Site.load(SiteTest.class.getClassLoader());
    }

    private static String text(Asset asset) {
        return new String(asset.plain(), StandardCharsets.UTF_8);
    }

    private static List<String> files(String text, Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
