package io.tallygate.model;

/** An enum of the values that a schema lists. */
public interface JsonEnum {
    /** The value as it stands in events. */
    String value();
}
