/**
 * The benchmark: what the gateway takes in and stores, beside what RabbitMQ's own PerfTest does on the same broker in the
 * same run. No test: it is started by {@code ./mvnw verify -Pbench} only, and fails on wrong results, never on slow ones.
 */
@NullMarked
package io.tallygate.bench;

import org.jspecify.annotations.NullMarked;
