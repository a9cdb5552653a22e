package io.tallygate.acts;

import io.tallygate.access.KeyActs;
import io.tallygate.access.Role;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.StorageUnavailableException;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Acts on keys, in the log as all acts are. */
@Singleton
class RecordedKeyActs implements KeyActs {
    private final Acts acts;
    private final CallersActs callers;

    RecordedKeyActs(Acts acts, CallersActs callers) {
        this.acts = acts;
        this.callers = callers;
    }

    @Override
    public void record(KeyAct act) {
        Act what = Act.key(
                act.kind().name().toLowerCase(Locale.ROOT),
                act.key(),
                act.name(),
                Role.labels(act.roles()),
                act.tenants(),
                act.expiresAt(),
                act.replaced());
        try {
            acts.recordOnce(what, act.by().map(Actor::command).orElseGet(callers::actor));
        } catch (ProblemException e) {
            throw new StorageUnavailableException(e.problem().detail(), e);
        }
    }
}
