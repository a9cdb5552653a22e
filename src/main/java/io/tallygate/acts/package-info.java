/** Who did what with the gateway: each act is kept as an event before it is done. */
@NullMarked
package io.tallygate.acts;

import org.jspecify.annotations.NullMarked;
