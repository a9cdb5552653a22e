/** The event value, its identity, and what can be wrong with it. Depends on nothing of ours. */
@NullMarked
package io.tallygate.event;

import org.jspecify.annotations.NullMarked;
