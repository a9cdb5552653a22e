package io.tallygate.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.schema.Redaction;
import io.tallygate.schema.SchemaCatalog;
import java.util.Optional;

/** Masks as the gateway does. */
final class TestMasking {
    /** By the schemas that are built in. */
    static final Masking BUILT_IN = by(SchemaCatalog.load(Optional.empty()));

    private TestMasking() {}

    static Masking by(SchemaCatalog catalog) {
        return new Masking(new Redaction(catalog), new ObjectMapper());
    }
}
