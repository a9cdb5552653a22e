/**
 * RabbitMQ: its exchange, queues and bindings; taking deliveries in batches; publishing with an answer for every message.
 * Knows nothing of what the messages mean.
 */
@NullMarked
package io.tallygate.broker;

import org.jspecify.annotations.NullMarked;
