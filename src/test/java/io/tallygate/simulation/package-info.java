/**
 * The pipeline in a world of one thread, one seed and a clock that only moves when the simulation says so: the product's
 * own classes between a simulated broker and a simulated storage, with everything going wrong that may.
 */
@NullMarked
package io.tallygate.simulation;

import org.jspecify.annotations.NullMarked;
