@NullMarked
package io.tallygate.audit;

import org.jspecify.annotations.NullMarked;
