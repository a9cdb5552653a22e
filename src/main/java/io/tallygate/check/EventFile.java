package io.tallygate.check;

import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.schema.Batch;
import io.tallygate.schema.BatchSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The events in a file: one, a JSON array of them, or one a line. */
final class EventFile {
    /** As much as the gateway takes in one request, many times over. */
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private static final int MAX_EVENTS = 1_000_000;

    private EventFile() {}

    /** What a file holds. */
    sealed interface Found {}

    /** @param many whether it is a list, even if of one */
    record Events(List<Content> events, boolean many) implements Found {}

    record Unreadable(Rejection rejection) implements Found {}

    /** @throws IOException if it cannot be read at all */
    static Found read(String source, InputStream standardInput) throws IOException {
        byte[] bytes = bytes(source, standardInput);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("has more than " + MAX_BYTES + " bytes");
        }
        BatchSplitter splitter = new BatchSplitter(MAX_EVENTS);
        if (startsWith(bytes, 0, '[')) {
            return found(splitter.splitArray(bytes));
        }
        return isLines(source, bytes)
                ? found(splitter.splitLines(bytes))
                : new Events(List.of(Content.of(bytes)), false);
    }

    private static byte[] bytes(String source, InputStream standardInput) throws IOException {
        if (source.equals("-")) {
            return standardInput.readNBytes(MAX_BYTES + 1);
        }
        Path file = Path.of(source);
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        }
    }

    private static Found found(Batch batch) {
        return batch instanceof Batch.Split split
                ? new Events(split.events(), true)
                : new Unreadable(((Batch.Unsplittable) batch).rejection());
    }

    /** By its name, or because a line that is an object of its own is followed by another. */
    private static boolean isLines(String source, byte[] bytes) {
        if (source.endsWith(".ndjson") || source.endsWith(".jsonl")) {
            return true;
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        int last = end - 1;
        while (last > 0 && (bytes[last] == ' ' || bytes[last] == '\r' || bytes[last] == '\t')) {
            last--;
        }
        return last > 0 && bytes[last] == '}' && startsWith(bytes, 0, '{') && startsWith(bytes, end, '{');
    }

    private static boolean startsWith(byte[] bytes, int from, char wanted) {
        for (int i = from; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == wanted;
            }
        }
        return false;
    }
}
