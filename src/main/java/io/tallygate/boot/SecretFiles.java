package io.tallygate.boot;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import jakarta.annotation.Priority;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets from files: where a key {@code K} is a secret and {@code K-file} names a file, what is in it is the value of
 * {@code K}, to the letter but for a line end at its end.
 */
@Priority(SecretFiles.PRIORITY)
public final class SecretFiles implements ConfigSourceInterceptor {
    /** Within the one that replaces expressions (3300): so {@code ${K}} has the file's content, too. */
    static final int PRIORITY = 3_250;

    /** The end of the name of a key that names a file. */
    static final String SUFFIX = "-file";

    private static final long serialVersionUID = 1L;
    private static final String BROKER = "tallygate.rabbitmq.url";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue stated = context.proceed(name);
        if (!isSecret(name)) {
            return stated;
        }
        ConfigValue file = context.restart(name + SUFFIX);
        if (isAbsent(file)) {
            return stated;
        }
        if (!isAbsent(stated)) {
            throw new IllegalArgumentException(name + " and " + name + SUFFIX + " are both set: keep one of them");
        }
        return ConfigValue.builder()
                .withName(name)
                .withValue(literally(SecretFile.read(name + SUFFIX, Path.of(file.getValue()))))
                .withConfigSourceName(file.getValue())
                .withConfigSourceOrdinal(file.getConfigSourceOrdinal())
                .build();
    }

    /** As if the secret stood where its file is named: no mapping knows the names of files. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(secretOf(name)));
        return names.iterator();
    }

    private static String secretOf(String name) {
        if (!name.endsWith(SUFFIX)) {
            return name;
        }
        String secret = name.substring(0, name.length() - SUFFIX.length());
        return isSecret(secret) ? secret : name;
    }

    /** Whether a key's value is a secret: a password, a secret, or the broker's address, which has a password in it. */
    static boolean isSecret(String name) {
        return name.equals(BROKER)
                || ((name.startsWith("tallygate.") || name.startsWith("quarkus.tls."))
                        && (name.endsWith("password") || name.endsWith("-secret")));
    }

    private static boolean isAbsent(@Nullable ConfigValue value) {
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }

    /** A dollar sign that begins no expression. */
    private static String literally(String secret) {
        return secret.replace("$", "\\$");
    }
}
