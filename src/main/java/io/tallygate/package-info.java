/** Tallygate: every workflow event is checked, kept and answerable. The rooms and arrows are in ARCHITECTURE.md. */
@NullMarked
package io.tallygate;

import org.jspecify.annotations.NullMarked;
