/**
 * The broker and the PostgreSQL of a start without set-up, both in or below this process and on the loopback only. Plain
 * Java: they are up before Quarkus starts, and whoever started them closes them after the last event is settled.
 */
@NullMarked
package io.tallygate.embedded;

import org.jspecify.annotations.NullMarked;
