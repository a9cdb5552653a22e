package io.tallygate.catalogue;

import java.util.List;

/**
 * One event type in the catalogue.
 *
 * @param type the type, or with placeholders in braces the pattern of many
 * @param anchor by which a link within the page finds it
 * @param version the newest version, which the rest describes
 * @param consumers who reads it
 * @param href the path of its schema
 * @param versions every version, the newest first
 * @param example an event of it that is accepted as it stands, over several lines
 * @param routingKey the key under which that event is published
 */
public record EventEntry(
        String type,
        String anchor,
        String version,
        String title,
        String description,
        String triggeredWhen,
        String publisher,
        List<String> consumers,
        List<FieldEntry> fields,
        String href,
        List<VersionEntry> versions,
        String example,
        String routingKey) {

    /** @param changes what it says otherwise than the one before */
    public record VersionEntry(String version, String href, String changes) {}
}
