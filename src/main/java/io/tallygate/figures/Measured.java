package io.tallygate.figures;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What is counted of one event.
 *
 * @param time when it happened
 * @param failed whether it tells of a failure
 * @param millis how long it took, in milliseconds
 */
record Measured(Series series, Instant time, boolean failed, OptionalDouble millis) {}
