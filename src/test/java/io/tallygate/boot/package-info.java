@NullMarked
package io.tallygate.boot;

import org.jspecify.annotations.NullMarked;
