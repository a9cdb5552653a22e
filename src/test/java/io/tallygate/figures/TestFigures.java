package io.tallygate.figures;

import io.tallygate.projection.Projection;
import java.time.Clock;

/** The projection of figures, for the rooms that read what it keeps. */
public final class TestFigures {
    private TestFigures() {}

    public static Projection projection(FiguresConfig config, Clock clock) {
        return new ActivityProjection(config, clock);
    }
}
