package io.tallygate.catalogue;

/**
 * One field of an event.
 *
 * @param name its path from the event's root: {@code data.workflowId}, {@code artifacts[].path}
 * @param type what it may be, in the words of JSON Schema
 * @param required whether the object that it belongs to must have it
 * @param meaning the schema's description; empty if it has none
 * @param constraints what else its value must keep to; empty if nothing
 */
public record FieldEntry(String name, String type, boolean required, String meaning, String constraints) {}
