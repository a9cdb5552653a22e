/** Runs the fuzz targets, which stand beside what they try: on their corpus in every build, by Jazzer in {@code -Pfaults}. */
@NullMarked
package io.tallygate.fuzz;

import org.jspecify.annotations.NullMarked;
