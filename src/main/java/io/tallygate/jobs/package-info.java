/** Batch jobs: which there are, triggering one by request or by the clock, and the worker that handles triggers. */
@NullMarked
package io.tallygate.jobs;

import org.jspecify.annotations.NullMarked;
