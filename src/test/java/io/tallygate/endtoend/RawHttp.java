package io.tallygate.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests that no decent HTTP client sends. */
final class RawHttp {
    private static final int READ_MILLIS = 30_000;

    private RawHttp() {}

    /**
     * What came back on a connection of its own.
     *
     * @param status 0 if the connection was closed without an answer
     */
    record Answer(int status, String contentType, String text) {}

    /**
     * Sends bytes as they are, in Latin-1, and reads until the other side closes.
     *
     * @param head the request line and headers, without {@code Host} and {@code Connection}
     */
    static Answer send(URI gateway, String head, String body) {
        return parsed(exchange(
                gateway, head + "\r\nHost: " + gateway.getAuthority() + "\r\nConnection: close\r\n\r\n" + body));
    }

    /** The same for a request with all its headers; gives the answer as it came. */
    static String exchange(URI gateway, String request) {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(READ_MILLIS);
            write(socket.getOutputStream(), request.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No answer to " + request.lines().findFirst().orElse(""), e);
        }
    }

    /** Whoever is refused half way cannot send the rest. */
    private static void write(OutputStream out, byte[] request) {
        try {
            out.write(request);
            out.flush();
        } catch (IOException e) {
            System.getLogger(RawHttp.class.getName()).log(System.Logger.Level.DEBUG, "Not all was sent", e);
        }
    }

    private static String read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            System.getLogger(RawHttp.class.getName()).log(System.Logger.Level.DEBUG, "Not all was read", e);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Answer parsed(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, "", answer);
        }
        String head = answer.substring(0, end);
        return new Answer(
                Integer.parseInt(head.substring(9, 12)), header(head, "content-type"), answer.substring(end + 4));
    }

    private static String header(String head, String name) {
        @Nullable
        String found = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .findFirst()
                .orElse(null);
        return found == null ? "" : found.substring(name.length() + 1).strip();
    }
}
