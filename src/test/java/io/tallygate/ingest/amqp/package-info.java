@NullMarked
package io.tallygate.ingest.amqp;

import org.jspecify.annotations.NullMarked;
