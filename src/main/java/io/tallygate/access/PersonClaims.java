package io.tallygate.access;

import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a provider's token says of a person, in our terms. What it does not say, the person may not do. */
@Singleton
class PersonClaims {
    private static final Logger LOG = Logger.getLogger(PersonClaims.class);
    private static final String EVERY_TENANT = "*";

    private final AccessConfig.Oidc config;

    PersonClaims(AccessConfig config) {
        this.config = config.oidc();
    }

    Caller caller(JsonWebToken token) {
        return new Caller(
                Caller.Kind.PERSON,
                token.getIssuer() + "#" + token.getSubject(),
                token.getName() == null ? String.valueOf(token.getSubject()) : token.getName(),
                roles(token),
                new Sender(tenants(token), NamePatterns.ANY, NamePatterns.ANY),
                token.getExpirationTime() > 0
                        ? Optional.of(Instant.ofEpochSecond(token.getExpirationTime()))
                        : Optional.empty());
    }

    private Set<Role> roles(JsonWebToken token) {
        String prefix = config.rolesPrefix().orElse("");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : texts(token, config.rolesClaim())) {
            Stream.of(Role.values())
                    .filter(role -> name.equals(prefix + role.label()))
                    .forEach(role -> roles.addAll(role.withIncluded()));
        }
        return roles;
    }

    private Tenants tenants(JsonWebToken token) {
        List<String> named = texts(token, config.tenantsClaim());
        return named.contains(EVERY_TENANT)
                ? Tenants.ALL
                : new Tenants.Some(named.stream().flatMap(PersonClaims::tenant).collect(Collectors.toSet()));
    }

    private static Stream<UUID> tenant(String text) {
        try {
            return Stream.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            LOG.debug("A token names a tenant that is no UUID", e);
            return Stream.empty();
        }
    }

    /** The texts of a claim, which may be one, or a list, or in an object. */
    private static List<String> texts(JsonWebToken token, String path) {
        String[] names = path.split("/", -1);
        @Nullable Object value = token.getClaim(names[0]);
        for (int i = 1; i < names.length; i++) {
            value = value instanceof JsonObject object ? object.get(names[i]) : null;
        }
        return flat(value).toList();
    }

    private static Stream<String> flat(@Nullable Object value) {
        if (value instanceof JsonString text) {
            return Stream.of(text.getString());
        }
        if (value instanceof JsonArray array) {
            return array.stream()
                    .filter(v -> v.getValueType() == JsonValue.ValueType.STRING)
                    .flatMap(PersonClaims::flat);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().flatMap(PersonClaims::flat);
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }
}
