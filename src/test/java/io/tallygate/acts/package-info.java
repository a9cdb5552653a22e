@NullMarked
package io.tallygate.acts;

import org.jspecify.annotations.NullMarked;
