/** The one decision that every door calls: validate, store, or quarantine. */
@NullMarked
package io.tallygate.ingest;

import org.jspecify.annotations.NullMarked;
