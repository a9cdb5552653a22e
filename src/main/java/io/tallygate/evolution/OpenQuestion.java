package io.tallygate.evolution;

/**
 * Something that could not be decided.
 *
 * @param keyword the keyword that could not be shown to hold, nor to be broken; {@code bounds} where the check came to its
 *     bound
 * @param schemaPointer where in the schema of the reader it stands
 * @param reason why it is open, in one sentence
 */
public record OpenQuestion(String keyword, String schemaPointer, String reason) {}
