@NullMarked
package io.tallygate.dashboard;

import org.jspecify.annotations.NullMarked;
