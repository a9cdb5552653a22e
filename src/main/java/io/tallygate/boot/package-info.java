/** Puts the rooms together: the main class, start-up checks, health, and errors as problem details. */
@NullMarked
package io.tallygate.boot;

import org.jspecify.annotations.NullMarked;
