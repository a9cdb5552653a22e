/** Who is calling, for which tenants, with which roles. */
@NullMarked
package io.tallygate.access;

import org.jspecify.annotations.NullMarked;
