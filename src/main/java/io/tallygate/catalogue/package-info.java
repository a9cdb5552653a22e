/** Documents made of the schemas: the event catalogue as a page and as Markdown, and AsyncAPI. None is written by hand. */
@NullMarked
package io.tallygate.catalogue;

import org.jspecify.annotations.NullMarked;
