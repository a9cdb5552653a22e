@NullMarked
package io.tallygate.figures;

import org.jspecify.annotations.NullMarked;
