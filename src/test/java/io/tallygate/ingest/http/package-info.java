@NullMarked
package io.tallygate.ingest.http;

import org.jspecify.annotations.NullMarked;
