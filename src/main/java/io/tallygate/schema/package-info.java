/**
 * The catalogue of versioned JSON Schemas and of the dialects that they belong to, and the validator that holds events
 * against it. A dialect is a folder of files: no code knows any event type.
 */
@NullMarked
package io.tallygate.schema;

import org.jspecify.annotations.NullMarked;
