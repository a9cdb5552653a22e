package io.tallygate.query;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a project depends on and what depends on it, one step in each direction.
 *
 * @param project its name
 * @param upstream those that it builds upon, the one that was last met first; 100 at most
 * @param downstream those that build upon it
 */
record Dependencies(String project, List<Neighbour> upstream, List<Neighbour> downstream) {

    /**
     * Another project.
     *
     * @param project its name
     * @param via by what the two are linked, 10 links at most
     * @param events how many events tell of it
     * @param lastAt when the last of them happened
     */
    record Neighbour(String project, List<Link> via, long events, Instant lastAt) {}

    /**
     * What links two projects.
     *
     * @param kind {@code artifact}: one makes it and the other one reads it; {@code correlation}: events of both belong to it; {@code
     *     parent}: events of one name the other
     * @param name the artifact, the correlation id, or the project that is named
     */
    record Link(
            @Schema(enumeration = {"artifact", "correlation", "parent"})
            String kind,

            String name) {}
}
