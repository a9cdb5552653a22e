/**
 * What is derived from the audit log as it grows. Each {@link io.tallygate.projection.Projection} has tables of its own, which
 * can be made again from the log at any time.
 */
@NullMarked
package io.tallygate.projection;

import org.jspecify.annotations.NullMarked;
