/** The broker's door: batches of the audit queue in, settlement out. */
@NullMarked
package io.tallygate.ingest.amqp;

import org.jspecify.annotations.NullMarked;
