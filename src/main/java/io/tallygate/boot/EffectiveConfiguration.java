package io.tallygate.boot;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration as it holds, of all the keys that decide how this gateway works. A secret is known by the name of its
 * key, and is masked wherever its value stands.
 */
@Singleton
final class EffectiveConfiguration {
    /** What stands in place of a secret. */
    static final String MASK = "\u2022\u2022\u2022";

    private static final int MOST = 2_000;
    /** A shorter secret stands in too many other values by chance; its own is masked. */
    private static final int TELLING = 4;

    private static final List<String> PREFIXES = List.of(
            "tallygate.",
            "quarkus.http.",
            "quarkus.datasource.",
            "quarkus.flyway.",
            "quarkus.oidc.",
            "quarkus.tls.",
            "quarkus.log.",
            "quarkus.shutdown.",
            "quarkus.thread-pool.",
            "quarkus.application.",
            "quarkus.micrometer.",
            "mp.messaging.");

    // java.util.regex is safe here: no nested repetition, and values of the operator's own
    private static final Pattern SECRET_NAME = Pattern.compile(
            "password|passwd|passphrase|secret|token|credential|private|api-?key|encryption-key|signing-key");
    private static final Pattern IN_ADDRESS = Pattern.compile("(//[^/@:\\s]*):[^/@\\s]+@");
    private static final Pattern IN_QUERY = Pattern.compile("(?i)((?:password|secret|token)=)[^&;,\\s]+");

    private final SmallRyeConfig config;

    EffectiveConfiguration(Config config) {
        this.config = config.unwrap(SmallRyeConfig.class);
    }

    /**
     * One key.
     *
     * @param key its name
     * @param value what it is set to; a secret is masked
     * @param origin where that is said
     * @param masked whether the value, or a part of it, is a secret
     */
    record Entry(String key, String value, String origin, boolean masked) {}

    /** All keys that are set or have a default, by name; {@value #MOST} at most. */
    List<Entry> entries() {
        SortedMap<String, ConfigValue> values = new TreeMap<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> PREFIXES.stream().anyMatch(name::startsWith))
                .forEach(name -> value(name).ifPresent(value -> values.put(name, value)));
        List<String> secrets = values.entrySet().stream()
                .filter(entry -> isSecret(entry.getKey()))
                .map(entry -> entry.getValue().getValue())
                .filter(secret -> secret.length() >= TELLING)
                .distinct()
                .toList();
        return values.entrySet().stream()
                .limit(MOST)
                .map(named -> entry(named.getKey(), named.getValue(), secrets))
                .toList();
    }

    /** Empty where nothing is set, or what is set names a key that has no value. */
    private Optional<ConfigValue> value(String name) {
        try {
            return Optional.of(config.getConfigValue(name)).filter(value -> value.getValue() != null);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Entry entry(String name, ConfigValue value, List<String> secrets) {
        String text = value.getValue();
        String shown = isSecret(name) && !text.isEmpty() ? MASK : withoutSecrets(text, secrets);
        return new Entry(name, shown, origin(name, value), !shown.equals(text));
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** A password may also stand within an address, or in another key that repeats it. */
    private static String withoutSecrets(String text, List<String> secrets) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, MASK);
        }
        shown = IN_ADDRESS.matcher(shown).replaceAll("$1:" + MASK + "@");
        return IN_QUERY.matcher(shown).replaceAll("$1" + MASK);
    }

    private static String origin(String name, ConfigValue value) {
        String source = String.valueOf(value.getConfigSourceName());
        if (source.contains("EnvConfigSource") || source.contains(".env")) {
            return "environment variable " + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }
        if (source.contains("SysPropConfigSource")) {
            return "system property";
        }
        // Of a file only its name: where it lies on the machine is nobody's business.
        return Stream.of("application.properties", "application.yaml", "microprofile-config.properties")
                .filter(source::contains)
                .findFirst()
                .map(file -> "file " + file)
                .orElse(source.contains("Default") ? "default" : "the gateway itself");
    }
}
