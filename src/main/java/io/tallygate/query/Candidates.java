package io.tallygate.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.schema.CandidateSchemas;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.SchemaLoadException;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Schemas that somebody thinks of publishing, as requests bring them. */
@Singleton
class Candidates {
    private final SchemaCatalog catalog;
    private final EvolutionConfig config;
    private final CandidateSchemas schemas = new CandidateSchemas();
    private final Turns turns;

    Candidates(SchemaCatalog catalog, EvolutionConfig config, MeterRegistry registry) {
        this.catalog = catalog;
        this.config = config;
        this.turns = new Turns(new Turns.Bounds("candidate", 1, 1, config.waiting(), config.patience()), registry);
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
    <T> T inTurn(Caller caller, Supplier<T> work) {
        return turns.take(caller, work);
    }
}
