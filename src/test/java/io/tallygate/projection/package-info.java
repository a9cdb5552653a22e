@NullMarked
package io.tallygate.projection;

import org.jspecify.annotations.NullMarked;
