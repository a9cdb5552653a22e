/**
 * The append-only log of every accepted event: the port {@link io.tallygate.audit.AuditLog}, its PostgreSQL form, its
 * partitions, and the storage helpers that the quarantine shares.
 */
@NullMarked
package io.tallygate.audit;

import org.jspecify.annotations.NullMarked;
