/** What could not be accepted, with the reason, and the record of what was tried to mend it. */
@NullMarked
package io.tallygate.quarantine;

import org.jspecify.annotations.NullMarked;
