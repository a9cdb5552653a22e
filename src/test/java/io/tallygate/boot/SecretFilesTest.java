package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
    private static final String KEY = "tallygate.database.password";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple",
                "with space ",
                "a$b",
                "$${x}",
                "${tallygate.nothing}",
                "back\\slash",
                "\\$1",
                "\\\\$",
                "$",
                "comma,;#=",
                "\nzweite Zeile",
                "müß"
            })
    void secretInAFile_isTakenToTheLetter(String secret) throws IOException {
        SmallRyeConfig config = config(Map.of(KEY + "-file", file(secret + "\n"), "url", "x:${" + KEY + "}"));

        assertThat(config.getRawValue(KEY)).isEqualTo(secret);
        assertThat(config.getValue("url", String.class)).isEqualTo("x:" + secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n"})
    void lineEndAtTheEnd_isNoPartOfIt(String content) throws IOException {
        assertThat(config(Map.of(KEY + "-file", file(content))).getRawValue(KEY))
                .isEqualTo("s3cret");
    }

    @Test
    void pathOfTheFile_mayHoldAnExpression() throws IOException {
        Path file = Path.of(file("hush"));

        SmallRyeConfig config =
                config(Map.of("secrets", folder.toString(), KEY + "-file", "${secrets}/" + file.getFileName()));

        assertThat(config.getRawValue(KEY)).isEqualTo("hush");
    }

    @Test
    void tlsPassword_isAmongTheKeysThatThereAre() throws IOException {
        SmallRyeConfig config = config(Map.of("quarkus.tls.key-store.p12.password-file", file("hush")));

        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        assertThat(names)
                .contains("quarkus.tls.key-store.p12.password")
                .doesNotContain("quarkus.tls.key-store.p12.password-file");
        assertThat(config.getRawValue("quarkus.tls.key-store.p12.password")).isEqualTo("hush");
    }

    @Test
    void mapping_hasTheSecretAndKnowsNoFile() throws IOException {
        SmallRyeConfig config = builder(Map.of(KEY + "-file", file("hush")))
                .withMapping(StorageConfig.class)
                .build();

        assertThat(config.getConfigMapping(StorageConfig.class).password()).contains("hush");
    }

    @Test
    void otherKeys_areLeftAlone() throws IOException {
        assertThat(config(Map.of("tallygate.database.user-file", file("hush"))).getRawValue("tallygate.database.user"))
                .isNull();
    }

    @Test
    void fileThatIsNotThere_isNamed() {
        assertRefused(Map.of(KEY + "-file", folder.resolve("none").toString()), "there is no file", "none");
    }

    @Test
    void emptyFile_isRefused() throws IOException {
        assertRefused(Map.of(KEY + "-file", file("\n")), "is empty", "");
    }

    @Test
    void directory_isRefused() {
        assertRefused(Map.of(KEY + "-file", folder.toString()), "cannot be read", "");
    }

    @Test
    void hugeFile_isRefusedUnshown() throws IOException {
        assertRefused(Map.of(KEY + "-file", file("hush".repeat(20_000))), "more than 65536 bytes", "");
    }

    @Test
    void fileBesideAValue_isRefusedAndNeitherShown() throws IOException {
        assertRefused(Map.of(KEY, "hush-one", KEY + "-file", file("hush-two")), "both set", "");
    }

    private static void assertRefused(Map<String, String> settings, String reason, String more) {
        assertThatThrownBy(() -> config(settings).getRawValue(KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(KEY + "-file")
                .hasMessageContaining(reason)
                .hasMessageContaining(more)
                .message()
                .doesNotContain("hush");
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ".txt"), content)
                .toString();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return builder(settings).build();
    }

    private static SmallRyeConfigBuilder builder(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withInterceptors(new SecretFiles())
                .withSources(new PropertiesConfigSource(new HashMap<>(settings), "test", 100));
    }
}
