package io.tallygate.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The keys below {@code tallygate.access}. Durations are written like {@code 500ms}, {@code 10s} or {@code PT1M}. */
@ConfigMapping(prefix = "tallygate.access")
public interface AccessConfig {

    /**
     * The secret under which API keys are hashed, 32 characters or more; the same for all instances. Whoever reads the
     * database alone can try no key with it. Without it there are no API keys. With another one, all keys are void.
     */
    Optional<String> keySecret();

    /** How often keys are read again: a key that another instance revoked is refused after that long. */
    @WithDefault("5s")
    Duration keysRefresh();

    /** The most keys that may be alive at a time. */
    @WithDefault("10000")
    int maxKeys();

    /** How long keys are valid where nobody says how long. */
    @WithDefault("365d")
    Duration keyLifetime();

    /** How long a key that is replaced stays valid beside its successor, where nobody says how long. */
    @WithDefault("24h")
    Duration rotationOverlap();

    /** The tenant of acts that belong to no single tenant: of keys for several, of the configuration. */
    @WithDefault("00000000-0000-0000-0000-000000000000")
    UUID platformTenant();

    /** People, by OpenID Connect. */
    Oidc oidc();

    /** What one caller may ask for. */
    Limits limits();

    /** A provider of OpenID Connect and how its tokens are read. */
    interface Oidc {
        /** The issuer, as its tokens name it; its metadata are below {@code /.well-known/openid-configuration}. */
        Optional<String> issuer();

        /** The client of the provider that the page is; tokens for the API must name it as their audience. */
        @WithDefault("tallygate")
        String clientId();

        /** The client's secret. */
        Optional<String> clientSecret();

        /** Where in a token the roles are: names, separated by slashes. */
        @WithDefault("groups")
        String rolesClaim();

        /** What stands before a role's name there, e.g. {@code tallygate-}; what does not begin so is no role of ours. */
        Optional<String> rolesPrefix();

        /** Where in a token the tenants are: UUIDs, or {@code *} for all. */
        @WithDefault("tenants")
        String tenantsClaim();
    }

    /** Rates and bounds of callers that are known; each instance counts for itself. */
    interface Limits {
        /**
         * What one key or person may use in a second, lasting. A request uses 1, and 1 more for each 16 KiB of its body
         * that has begun.
         */
        @WithDefault("2000")
        long callerRate();

        /** What one tenant's callers may use in a second together, those that act for this tenant alone. */
        @WithDefault("5000")
        long tenantRate();

        /** How many seconds' worth may be used at once after a pause. */
        @WithDefault("10")
        long burst();

        /** How many wrong keys one address may show in a minute before each further answer is delayed. */
        @WithDefault("10")
        int failures();

        /** How long such an answer is delayed. */
        @WithDefault("5s")
        Duration failureDelay();

        /** How many answers to wrong credentials may wait at a time; those beyond are 429 at once. */
        @WithDefault("200")
        int delayedFailures();
    }
}
