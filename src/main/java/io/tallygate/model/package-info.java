/**
 * Typed events for Java producers and consumers: records that are generated from the schemas when the project is built,
 * and what they share. A model is checked by the validator of the gateway, so the two cannot disagree.
 */
@NullMarked
package io.tallygate.model;

import org.jspecify.annotations.NullMarked;
