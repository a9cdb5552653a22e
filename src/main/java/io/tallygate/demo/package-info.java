/** Plays made-up events into a gateway on embedded parts, so that there is something to see. */
@NullMarked
package io.tallygate.demo;

import org.jspecify.annotations.NullMarked;
