package io.tallygate.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Says of a person whom the provider vouches for what it may do here. */
@ApplicationScoped
class PersonAugmentor implements SecurityIdentityAugmentor {
    private final PersonClaims claims;

    PersonAugmentor(PersonClaims claims) {
        this.claims = claims;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom()
                .item(
                        identity.getPrincipal() instanceof JsonWebToken token
                                ? Identities.of(identity, claims.caller(token))
                                : identity);
    }
}
