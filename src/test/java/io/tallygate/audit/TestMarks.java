package io.tallygate.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.postgresql.ds.PGSimpleDataSource;

/** Marks for tests without a database. */
public final class TestMarks {
    private TestMarks() {}

    /** One that has read no key, and so believes no mark. */
    public static OriginMark withoutKey() {
        return new OriginMark(new Database(new PGSimpleDataSource(), new SimpleMeterRegistry()));
    }
}
