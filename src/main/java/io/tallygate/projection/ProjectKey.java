package io.tallygate.projection;

import java.util.Comparator;
import java.util.UUID;

/**
 * The key of a row about a project.
 *
 * @param tenant whose it is
 * @param what the artifact, correlation or project that the row is about besides; empty where there is none
 * @param project the project
 */
record ProjectKey(UUID tenant, String what, String project) implements Comparable<ProjectKey> {
    private static final Comparator<ProjectKey> ORDER = Comparator.comparing(ProjectKey::tenant)
            .thenComparing(ProjectKey::what)
            .thenComparing(ProjectKey::project);

    @Override
    public int compareTo(ProjectKey other) {
        return ORDER.compare(this, other);
    }
}
