/** Tests of the documents made of the schemas. */
@NullMarked
package io.tallygate.catalogue;

import org.jspecify.annotations.NullMarked;
