/**
 * What every HTTP endpoint has in common: problem details (RFC 9457) in place of a result, and the rules for request
 * headers that several endpoints share.
 */
@NullMarked
package io.tallygate.api;

import org.jspecify.annotations.NullMarked;
