package io.tallygate.projection;

import io.tallygate.audit.Database;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import java.util.List;
import java.util.Map;

/** Brings projections up with the audit log of a test, for the rooms that read what they keep. */
public final class CaughtUp {
    private CaughtUp() {}

    /** Adds all that is in the log, so many events at a time. */
    public static void with(Database database, int batch, Projection... projections) {
        ProjectionConfig config =
                Configured.by(Map.of("tallygate.projection.batch", Integer.toString(batch)), ProjectionConfig.class);
        ProjectorWork work = new ProjectorWork(
                List.of(projections),
                new Positions(database),
                new LogReader(database, SchemaCatalog.load(java.util.Optional.empty()), config),
                config);
        ProjectorWork.Step step;
        do {
            step = work.step();
            if (step == ProjectorWork.Step.FAILED) {
                throw new IllegalStateException("A projection failed; see the log");
            }
        } while (step == ProjectorWork.Step.ADDED);
    }

    /** Has a projection made anew when it is brought up the next time. */
    public static void forget(Database database, Projection projection) {
        new Positions(database).rebuild(projection.name());
    }
}
