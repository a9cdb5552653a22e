/** Tests of the command that checks events. */
@NullMarked
package io.tallygate.check;

import org.jspecify.annotations.NullMarked;
