/** Places at which a fault test has the gateway die. */
@NullMarked
package io.tallygate.crash;

import org.jspecify.annotations.NullMarked;
