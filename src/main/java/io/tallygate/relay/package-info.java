/** Publishes to the exchange what came in by other doors; the audit log is its outbox. */
@NullMarked
package io.tallygate.relay;

import org.jspecify.annotations.NullMarked;
