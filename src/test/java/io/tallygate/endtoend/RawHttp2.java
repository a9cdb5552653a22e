package io.tallygate.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Frames of HTTP/2 (RFC 9113) that no decent client sends, without TLS and with prior knowledge. */
final class RawHttp2 implements AutoCloseable {
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int MAX_HEADER_LIST_SIZE = 6;

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_OF_STREAM_AND_HEADERS = 5;
    private static final int CANCEL = 8;
    private static final int READ_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Map<Integer, Integer> settings = new HashMap<>();
    private int nextStream = 1;

    private RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    private record Frame(int type, int flags, ByteBuffer payload) {}

    /** Connects and reads the server's settings. */
    static RawHttp2 open(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(READ_MILLIS);
        RawHttp2 connection = new RawHttp2(socket);
        connection.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        connection.write(SETTINGS, 0, 0, new byte[0]);
        Frame first = connection.read();
        while (first.payload().remaining() >= 6) {
            connection.settings.put(
                    (int) first.payload().getShort(), first.payload().getInt());
        }
        connection.write(SETTINGS, ACK, 0, new byte[0]);
        return connection;
    }

    int setting(int id) {
        return settings.getOrDefault(id, -1);
    }

    /** Begins so many requests and takes each back at once. */
    void openAndReset(int requests) throws IOException {
        byte[] cancel = ByteBuffer.allocate(4).putInt(CANCEL).array();
        try {
            for (int i = 0; i < requests; i++, nextStream += 2) {
                write(HEADERS, END_OF_STREAM_AND_HEADERS, nextStream, get("/api/v1/schemas", "localhost"));
                write(RST_STREAM, 0, nextStream, cancel);
            }
        } catch (SocketException e) {
            System.getLogger(RawHttp2.class.getName()).log(System.Logger.Level.DEBUG, "Cut off, as it should be", e);
        }
    }

    /** Waits until the server has ended the connection; throws if it does not in time. */
    void awaitEnd() throws IOException {
        try {
            int type = 0;
            while (type != GOAWAY) {
                type = read().type();
            }
        } catch (EOFException | SocketException e) {
            System.getLogger(RawHttp2.class.getName()).log(System.Logger.Level.DEBUG, "It has ended", e);
        }
    }

    /** HPACK (RFC 7541), by the static table and literals that are not indexed. */
    private static byte[] get(String path, String authority) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        literal(block, 4, path);
        literal(block, 1, authority);
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) 0).putShort((short) payload.length).put((byte) type).put((byte) flags);
        frame.putInt(stream).put(payload);
        out.write(frame.array());
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, ByteBuffer.wrap(payload));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
