package io.tallygate.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What callers may do. A role includes those of which it says so, so that a caller needs one for one kind of work. */
public enum Role {
    /** Sends events of the sources and types that its credential names. */
    PUBLISHER,
    /** Reads what is kept of its tenants; values marked {@code x-sensitive} are masked. */
    VIEWER,
    /** Sends quarantined events again, triggers jobs; a viewer, too. */
    OPERATOR,
    /** Reads everything of its tenants, with the original bytes and nothing masked; a viewer, too. */
    AUDITOR,
    /** Makes and revokes keys, sees the configuration, has what is derived made anew; an operator and publisher, too. */
    ADMINISTRATOR;

    /** The name in configuration, tokens and the API: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The labels of these roles, in the order in which they stand here. */
    public static List<String> labels(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::label).toList();
    }

    /**
     * The role of a {@link #label()}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Role ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** This role and those that it includes. */
    public Set<Role> withIncluded() {
        return switch (this) {
            case PUBLISHER, VIEWER -> EnumSet.of(this);
            case OPERATOR, AUDITOR -> EnumSet.of(this, VIEWER);
            case ADMINISTRATOR -> EnumSet.of(this, OPERATOR, VIEWER, PUBLISHER);
        };
    }
}
