/** Reading back: events, workflows, the quarantine and the schemas, by filters, in bounded pages. */
@NullMarked
package io.tallygate.query;

import org.jspecify.annotations.NullMarked;
