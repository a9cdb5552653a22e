package io.tallygate.projection;

import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.Configured;
import java.util.List;
import java.util.Map;

/** The projections of this room, for the rooms that read what they keep. */
public final class TestProjections {
    private static final ProjectionConfig CONFIG = Configured.by(Map.of(), ProjectionConfig.class);

    private TestProjections() {}

    /** Runs, projects and what stretches of the log hold. */
    public static List<Projection> all() {
        return List.of(new RunsProjection(CONFIG), new ProjectsProjection(), new StretchesProjection());
    }

    /** Reads runs of single workflows. */
    public static Runs runs(TenantReads reads, Database database, SchemaCatalog catalog) {
        return new Runs(reads, new LogReader(database, catalog, CONFIG), new RunsProjection(CONFIG));
    }
}
