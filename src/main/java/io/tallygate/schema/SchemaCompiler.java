package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.util.Locale;

/** Makes a draft-07 schema of a file, or says why it is none. */
final class SchemaCompiler {
    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema";
    private static final int MAX_DEPTH = 64;

    private final JsonReader reader = new JsonReader(MAX_DEPTH);
    private final SchemaRegistry registry = newRegistry();
    private final Schema metaSchema = metaSchema();

    /** The object in a file. */
    JsonNode read(String file, byte[] bytes) {
        try {
            return reader.read(bytes);
        } catch (UnreadableException e) {
            throw new SchemaLoadException(file, e.rejection(bytes).message());
        }
    }

    /**
     * @param file what messages call it
     * @param id the absolute IRI by which the schema is known to the library
     */
    Schema compile(String file, String id, JsonNode document) {
        checkDraft(file, document);
        BoundedContext context = BoundedContext.ignoringFormats();
        try {
            metaSchema.validate(context, document);
        } catch (FailFastAssertionException e) {
            // reported below
        }
        if (!context.found().isEmpty()) {
            Error error = context.found().get(0);
            throw new SchemaLoadException(
                    file,
                    "not a valid draft-07 schema: at " + Pointers.of(error.getInstanceLocation()) + ": "
                            + error.getMessage());
        }
        SchemaRules.check(file, document);
        try {
            Schema schema = registry.getSchema(SchemaLocation.of(id), document);
            schema.initializeValidators();
            return schema;
        } catch (SchemaException e) {
            throw new SchemaLoadException(file, "not a usable schema: " + e.getMessage(), e);
        }
    }

    private static void checkDraft(String file, JsonNode document) {
        String draft = document.path("$schema").asText();
        if (!draft.equals(DRAFT_07) && !draft.equals(DRAFT_07 + "#")) {
            throw new SchemaLoadException(file, "its $schema must be \"" + DRAFT_07 + "#\"");
        }
    }

    private static SchemaRegistry newRegistry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .regularExpressionFactory(new Re2Expressions())
                .build();
        return SchemaRegistry.withDialect(
                com.networknt.schema.dialect.Dialect.builder(Dialects.getDraft7())
                        .formats(AssertedFormats.byName().values())
                        .keyword(new UniqueItems())
                        .keyword(new MultipleOf())
                        .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                        .build(),
                builder -> builder.schemaRegistryConfig(config)
                        .schemaCacheEnabled(false)
                        // SchemaRules refuses a $ref out of the file; should one slip through, this does
                        .schemaLoader(loader -> loader.allow(iri -> false)));
    }

    private static Schema metaSchema() {
        // from the library's own jar; formats are left to SchemaRules, which names the expression at fault
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .build();
        return SchemaRegistry.withDialect(Dialects.getDraft7(), builder -> builder.schemaRegistryConfig(config))
                .getSchema(SchemaLocation.of(DRAFT_07));
    }
}
