package io.tallygate.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.tallygate.event.Sender;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asked first who sends a request: everybody may do everything where the gateway is open, and who shows an API key is who the
 * key says. All others are left to OpenID Connect.
 */
@ApplicationScoped
class CredentialMechanism implements HttpAuthenticationMechanism {
    /** Before that of OpenID Connect. */
    private static final int FIRST = 3_000;

    private static final String BEARER = "bearer ";
    private static final SecurityIdentity ANYBODY = Identities.of(new Caller(
            Caller.Kind.OPEN, "open", "anybody", EnumSet.allOf(Role.class), Sender.ANYONE, Optional.empty()));

    private final AccessMode mode;
    private final KeyRing keys;
    private final WrongCredentials wrong;

    CredentialMechanism(AccessMode mode, KeyRing keys, WrongCredentials wrong) {
        this.mode = mode;
        this.keys = keys;
        this.wrong = wrong;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (mode.isOpen()) {
            return Uni.createFrom().item(ANYBODY);
        }
        String token = bearer(context);
        if (token == null || !token.startsWith(KeyText.PREFIX)) {
            return Uni.createFrom().nullItem();
        }
        return keys.find(token)
                .map(key -> Uni.createFrom().item(Identities.of(key.caller())))
                .orElseGet(() -> refused(context));
    }

    private Uni<SecurityIdentity> refused(RoutingContext context) {
        Refusal refusal = keys.isRead() || !mode.takesKeys() ? Refusal.WRONG_KEY : Refusal.KEYS_NOT_READ;
        return wrong.seen(refusal, context.request().remoteAddress()).onItem().transformToUni(answer -> {
            Refusals.put(context, answer);
            return Uni.createFrom().failure(new AuthenticationFailedException());
        });
    }

    private static @Nullable String bearer(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).trim()
                : null;
    }

    /** Only the address for signing in leads to the provider: programs are told what they lack. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return mode.takesPeople() && context.normalizedPath().equals(SessionResource.LOGIN)
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"tallygate\""));
    }

    @Override
    public int getPriority() {
        return FIRST;
    }
}
