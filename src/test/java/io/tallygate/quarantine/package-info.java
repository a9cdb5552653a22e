@NullMarked
package io.tallygate.quarantine;

import org.jspecify.annotations.NullMarked;
