package io.tallygate.query;

import io.tallygate.api.ProblemException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of the stream has come: the id of what it is sent, by which it can go on later. Written as the sequence
 * number alone, or with the place in the quarantine behind a slash.
 *
 * @param sequence the number of the last entry of the log
 * @param quarantine empty for one who goes on from now
 */
record StreamPosition(long sequence, Optional<QuarantinePosition> quarantine) {
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{1,18})(?:/(\\d{1,18})(?:\\.([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}))?)?");

    static StreamPosition of(long sequence, QuarantinePosition quarantine) {
        return new StreamPosition(sequence, Optional.of(quarantine));
    }

    /** @throws ProblemException if it is not an id of the stream */
    static StreamPosition parse(String parameter, String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw ProblemException.badParameter(parameter, "is not an id that this stream gave out");
        }
        Optional<UUID> row = Optional.ofNullable(parts.group(3)).map(UUID::fromString);
        return new StreamPosition(
                Long.parseLong(parts.group(1)),
                Optional.ofNullable(parts.group(2))
                        .map(Long::parseLong)
                        .map(transaction -> new QuarantinePosition(transaction, row.orElse(QuarantinePosition.NONE))));
    }

    @Override
    public String toString() {
        return sequence + quarantine.map(place -> "/" + place).orElse("");
    }
}
