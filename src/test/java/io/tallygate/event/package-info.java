@NullMarked
package io.tallygate.event;

import org.jspecify.annotations.NullMarked;
