/** The HTTP door: requests in, outcomes out as status codes and problem details. */
@NullMarked
package io.tallygate.ingest.http;

import org.jspecify.annotations.NullMarked;
