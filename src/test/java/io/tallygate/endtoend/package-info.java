/** The packaged gateway, seen from outside: by its doors only. */
@NullMarked
package io.tallygate.endtoend;

import org.jspecify.annotations.NullMarked;
