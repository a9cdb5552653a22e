package io.tallygate.audit;

import io.tallygate.audit.Leadership.Duty;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The leads that this instance may try for. Each that it holds takes one connection. */
@Singleton
public final class Leaderships {
    private final DataSource dataSource;

    Leaderships(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The lead in a duty, for the one thread that does it. */
    public Leadership of(Duty duty) {
        return new Leadership(dataSource, duty);
    }
}
