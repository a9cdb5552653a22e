@NullMarked
package io.tallygate.ingest;

import org.jspecify.annotations.NullMarked;
