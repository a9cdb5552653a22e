package io.tallygate.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** What was found against the credential of a request. */
@Singleton
public final class Refusals {
    private static final String ATTRIBUTE = Refusals.class.getName();

    private final WrongCredentials wrong;

    Refusals(WrongCredentials wrong) {
        this.wrong = wrong;
    }

    static void put(RoutingContext context, Refusal refusal) {
        context.put(ATTRIBUTE, refusal);
    }

    /** Why authentication failed. */
    public Refusal of(RoutingContext context) {
        Refusal ours = context.get(ATTRIBUTE);
        if (ours == null) {
            wrong.count(Refusal.WRONG_TOKEN);
            return Refusal.WRONG_TOKEN;
        }
        return ours;
    }
}
