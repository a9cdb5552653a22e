/** The page at {@code /}: static files that ask the API for everything, like any other client of it. */
@NullMarked
package io.tallygate.dashboard;

import org.jspecify.annotations.NullMarked;
