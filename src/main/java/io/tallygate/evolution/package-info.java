/** How schemas change: whether one version reads what another wrote, and a document that shows where it does not. */
@NullMarked
package io.tallygate.evolution;

import org.jspecify.annotations.NullMarked;
