/** The one metric of waits that were given up. */
@NullMarked
package io.tallygate.timeout;

import org.jspecify.annotations.NullMarked;
