@NullMarked
package io.tallygate.demo;

import org.jspecify.annotations.NullMarked;
