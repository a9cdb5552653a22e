package io.tallygate.demo;

import java.time.Instant;
import java.util.List;

/** Makes runs of one kind of workflow. */
interface Scene {

    /** The events of one run, the first at this time. */
    List<DemoEvent> run(Instant start, Fate fate);
}
