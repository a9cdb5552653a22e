/**
 * Counts and durations by minute and hour, made from the audit log as the projection {@code activity}; {@code query} reads
 * them.
 */
@NullMarked
package io.tallygate.figures;

import org.jspecify.annotations.NullMarked;
