package io.tallygate.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that is derived from the audit log and kept in tables of its own.
 *
 * <p>Callers promise: every entry of the log is applied exactly once, in the order of the log, by one instance at a time, and
 * what is written becomes visible together with the note of how far it has come. A projection must give the same whatever
 * the batches are, and should give the same whatever the order in which events came in.
 */
public interface Projection {

    /** Its name, under which its position is kept: never another one. */
    String name();

    /** Raised whenever the same log would give something else than before: then it is made anew. From 1 on. */
    int version();

    /**
     * Adds events of the log, in its order. Bounded in number and bytes; never empty.
     *
     * @param connection in a transaction that the caller commits
     */
    void apply(Connection connection, List<ProjectedEvent> events) throws SQLException;

    /** Forgets everything. */
    void clear(Connection connection) throws SQLException;
}
