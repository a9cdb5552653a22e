package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A document that one schema accepts and the other refuses: both were asked.
 *
 * @param reason what is wrong, in one sentence
 * @param pointer where in the document
 * @param keyword the keyword that refuses it
 * @param schemaPointer where in the schema that refuses it the keyword stands
 * @param counterExample the document
 */
public record Breakage(String reason, String pointer, String keyword, String schemaPointer, JsonNode counterExample) {}
