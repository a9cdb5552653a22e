/**
 * Makes the typed models of the schemas, before the project itself is compiled: so it can use nothing of it. The tests
 * compile it again and run it on other schemas.
 */
@NullMarked
package io.tallygate.generator;

import org.jspecify.annotations.NullMarked;
