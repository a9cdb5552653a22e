package io.tallygate.access;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Tenants;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The caller of the request that is being answered; to be asked on its own thread. */
@Singleton
public final class CurrentCaller {
    /** The name under which an identity carries its {@link Caller}. */
    static final String ATTRIBUTE = "tallygate.caller";

    private final CurrentIdentityAssociation identities;

    CurrentCaller(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** Who is calling. */
    public Caller get() {
        return ifKnown()
                .orElseThrow(() ->
                        new IllegalStateException("A request got here without anybody having asked who sends it"));
    }

    /** Who is calling, if a credential says. */
    Optional<Caller> ifKnown() {
        return Optional.ofNullable(identities.getIdentity().getAttribute(ATTRIBUTE));
    }

    /**
     * Refuses who acts for some tenants only, where something concerns all of them.
     *
     * @throws ProblemException 403 if the caller does not act for every tenant
     */
    public void checkEveryTenant() {
        if (!(get().tenants() instanceof Tenants.All)) {
            throw ProblemException.of(Problem.of(
                    403,
                    "not-your-tenant",
                    "Not your tenant",
                    "This concerns all tenants; the credential is one of some of them only"));
        }
    }

    /**
     * Who reads, for a question about one tenant or about all that the caller may see.
     *
     * @param asked the tenant that the question names
     * @throws ProblemException 403 if it is not one of the caller's
     */
    public Reader reader(Optional<UUID> asked) {
        Caller caller = get();
        boolean seesSensitive = caller.is(Role.AUDITOR);
        return asked.map(tenant -> new Reader(Tenants.of(own(caller, tenant)), seesSensitive))
                .orElseGet(() -> new Reader(caller.tenants(), seesSensitive));
    }

    private static UUID own(Caller caller, UUID tenant) {
        if (!caller.tenants().contains(tenant)) {
            throw ProblemException.of(Problem.of(
                    403, "not-your-tenant", "Not your tenant", "The credential is not one of tenant " + tenant));
        }
        return tenant;
    }
}
