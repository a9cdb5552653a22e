@NullMarked
package io.tallygate.evolution;

import org.jspecify.annotations.NullMarked;
