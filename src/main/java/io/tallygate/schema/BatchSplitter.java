package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a body with many events into the exact bytes of each, so that what is kept is what was sent.
 *
 * <p>An array must be well-formed JSON as a whole, for otherwise it is anybody's guess where an event ends; all else is
 * checked per event, later. Thread-safe.
 */
public final class BatchSplitter {
    /**
     * Deeper than an event may nest, so that one that nests too deep is refused alone; but bounded, because the parser
     * keeps a record for each open bracket.
     */
    private static final int MAX_DEPTH = 1000;

    private final JsonFactory factory = JsonReader.newFactory(MAX_DEPTH);
    private final int maxEvents;

    /**
     * @param maxEvents how many events a body may have
     * @throws IllegalArgumentException if that is less than 1
     */
    public BatchSplitter(int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("A batch must be allowed at least 1 event, not " + maxEvents);
        }
        this.maxEvents = maxEvents;
    }

    /** The elements of a body that is a JSON array. */
    public Batch splitArray(byte[] body) {
        try {
            if (startsLikeWideEncoding(body)) {
                throw new UnreadableException("encoding", 0, "", "only UTF-8 without a byte order mark is accepted");
            }
            return elements(body);
        } catch (IndexOutOfBoundsException e) {
            // names chosen to fill one slot of the parser's table of names break it; sent one by one they can be read
            return new Batch.Unsplittable(new UnreadableException(
                            "json", -1, "", "its names fill the parser's table; send the events one by one")
                    .rejection(body));
        } catch (UnreadableException e) {
            return new Batch.Unsplittable(e.rejection(body));
        }
    }

    /** The lines of a body that holds one event a line (NDJSON); lines of nothing but white space are skipped. */
    public Batch splitLines(byte[] body) {
        List<Content> events = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
            if (!isBlank(body, start, last)) {
                if (events.size() == maxEvents) {
                    return tooMany();
                }
                events.add(slice(body, start, last));
            }
            start = end + 1;
        }
        return new Batch.Split(events);
    }

    private Batch elements(byte[] body) throws UnreadableException {
        try (JsonParser parser = factory.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new UnreadableException("json", -1, "", "a batch is a JSON array of events");
            }
            List<Content> events = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (events.size() == maxEvents) {
                    return tooMany();
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken(); // a string is only read to its end on demand
                events.add(slice(body, start, (int) parser.currentLocation().getByteOffset()));
            }
            if (parser.nextToken() != null) {
                throw new UnreadableException(
                        "json",
                        parser.currentTokenLocation().getByteOffset(),
                        "",
                        "there is more after the end of the array");
            }
            return new Batch.Split(events);
        } catch (JsonProcessingException e) {
            throw JsonReader.notJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    private Batch tooMany() {
        return new Batch.Unsplittable(Rejection.of(
                RejectionReason.TOO_LARGE, "the batch has more than " + maxEvents + " events; send it in parts"));
    }

    private static Content slice(byte[] body, int start, int end) {
        return Content.of(Arrays.copyOfRange(body, start, end));
    }

    /** The parser would guess UTF-16 or UTF-32 from such a start, and its offsets would not be bytes any more. */
    private static boolean startsLikeWideEncoding(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            int b = body[i] & 0xFF;
            if (b == 0 || b == 0xFE || b == 0xFF || i == 0 && b == 0xEF) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
