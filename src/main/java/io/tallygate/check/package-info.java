/** The command that checks events on disk by the gateway's own engine, without a gateway. */
@NullMarked
package io.tallygate.check;

import org.jspecify.annotations.NullMarked;
