/**
 * Faults on real parts, and what must be true afterwards. Classes named {@code *IT} are the short form, in every {@code
 * verify}; those named {@code *Faults} are the long one, run by {@code -Pfaults} alone.
 */
@NullMarked
package io.tallygate.faults;

import org.jspecify.annotations.NullMarked;
