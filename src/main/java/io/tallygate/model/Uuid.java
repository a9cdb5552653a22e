package io.tallygate.model;

import java.util.UUID;

/**
 * A UUID as an event spells it. {@link UUID} forgets upper case, and the gateway knows an event by its id's spelling.
 *
 * @param text the spelling; equality is equality of it
 */
public record Uuid(String text) {
    /** The usual spelling, in lower case. */
    public static Uuid of(UUID uuid) {
        return new Uuid(uuid.toString());
    }

    /**
     * The UUID.
     *
     * @throws IllegalArgumentException if the text is no UUID, which that of a valid event always is
     */
    public UUID value() {
        return UUID.fromString(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
