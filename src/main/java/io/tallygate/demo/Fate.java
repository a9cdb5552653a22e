package io.tallygate.demo;

/** What is to become of a run. */
enum Fate {
    COMPLETES,
    FAILS,
    /** Its events end before it does. */
    STALLS
}
