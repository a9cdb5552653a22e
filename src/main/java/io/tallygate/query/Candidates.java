package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.SchemaLoadException;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Schemas that somebody thinks of publishing, as requests bring them. */
@Singleton
class Candidates {
    private static final long RETRY_AFTER_SECONDS = 5;

    private final SchemaCatalog catalog;
    private final EvolutionConfig config;
    private final CandidateSchemas schemas = new CandidateSchemas();
    private final Semaphore turn = new Semaphore(1);

    Candidates(SchemaCatalog catalog, EvolutionConfig config) {
        this.catalog = catalog;
        this.config = config;
    }

    /**
     * A candidate for the next version of a type.
     *
     * @param type the name of the type in the catalogue
     */
    record Candidate(Dialect dialect, String type, EventSchema schema) {}

    CandidateSchemas schemas() {
        return schemas;
    }

    /** @throws ProblemException if the type is not known or the body is no schema that could be published for it */
    Candidate read(String type, byte @Nullable [] body) {
        String name = catalog.nameOf(type)
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no event type " + type + "; /api/v1/schemas lists all there are"));
        Dialect dialect = catalog.dialectOf(name).orElseThrow();
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > config.maxSchemaBytes()) {
            throw ProblemException.of(Problem.of(
                    413,
                    "schema-too-large",
                    "The schema is too large",
                    "It has " + bytes.length + " bytes; a candidate may have " + config.maxSchemaBytes()));
        }
        try {
            return new Candidate(dialect, name, schemas.read(dialect, name, bytes));
        } catch (SchemaLoadException e) {
            throw ProblemException.of(Problem.of(
                    422,
                    "unusable-schema",
                    "The body is no schema that could be published",
                    String.valueOf(e.getMessage())));
        }
    }

    /** The work of one request at a time: it takes a processor for as long as it may. */
    <T> T inTurn(Supplier<T> work) {
        if (!turn.tryAcquire()) {
            throw ProblemException.busy(
                    "A candidate is being checked or rehearsed already; one is at a time", RETRY_AFTER_SECONDS);
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
