package io.tallygate.boot;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/** Turns on what signs people in where a provider is configured: one key fewer to set. */
@Priority(SignInSettings.PRIORITY)
public final class SignInSettings implements ConfigSourceInterceptor {
    static final int PRIORITY = 4_000;
    private static final long serialVersionUID = 1L;
    private static final String ISSUER = "tallygate.access.oidc.issuer";
    private static final String ENABLED = "quarkus.oidc.tenant-enabled";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (!name.equals(ENABLED) || value == null) {
            return value;
        }
        ConfigValue issuer = context.proceed(ISSUER);
        boolean configured = issuer != null
                && issuer.getValue() != null
                && !issuer.getValue().isBlank();
        return configured ? value.withValue("true") : value;
    }
}
