package io.tallygate.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** Callers as Quarkus knows them. */
final class Identities {
    private Identities() {}

    static SecurityIdentity of(Caller caller) {
        return with(QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(caller.name())), caller);
    }

    /** The identity that a provider vouches for, with what it may do here and nothing else. */
    static SecurityIdentity of(SecurityIdentity vouchedFor, Caller caller) {
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(vouchedFor.getPrincipal())
                .addCredentials(vouchedFor.getCredentials())
                .addAttributes(vouchedFor.getAttributes());
        return with(builder, caller);
    }

    private static SecurityIdentity with(QuarkusSecurityIdentity.Builder builder, Caller caller) {
        return builder.addRoles(Set.copyOf(Role.labels(caller.roles())))
                .addAttribute(CurrentCaller.ATTRIBUTE, caller)
                .build();
    }
}
