package io.tallygate.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page, compressed once instead of for each reader.
 *
 * @param mediaType what a browser is to take it for
 * @param tag changes whenever the bytes do
 */
@SuppressWarnings("ArrayRecordComponent")
record Asset(String mediaType, byte[] plain, byte[] gzip, String tag) {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "mjs", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");

    /**
     * Makes the asset of a file.
     *
     * @param path its path, whose ending tells the media type
     * @throws IllegalArgumentException if the ending is none of those that a page is made of
     */
    static Asset of(String path, byte[] content) {
        String type = MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("No media type for " + path);
        }
        return new Asset(
                type, content, compressed(content), Digests.hex(content).substring(0, 32));
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + 64);
        try (GZIPOutputStream gzip = new SmallestGzip(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
