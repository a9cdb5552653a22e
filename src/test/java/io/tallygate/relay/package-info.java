@NullMarked
package io.tallygate.relay;

import org.jspecify.annotations.NullMarked;
