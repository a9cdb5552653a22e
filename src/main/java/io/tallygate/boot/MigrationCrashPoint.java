package io.tallygate.boot;

import io.tallygate.crash.CrashPoint;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** The crash point in a migration: its statements were run, and it is not committed. */
final class MigrationCrashPoint implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        CrashPoint.IN_MIGRATION.reached();
    }

    @Override
    public String getCallbackName() {
        return "crash point";
    }
}
