package io.tallygate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Clients of the HTTP door, each with a connection of its own on which it sends the next request when the answer to the
 * last has come. One thread for all, and no more of HTTP than is needed, since it shares the machine with what it measures.
 */
final class HttpLoad {
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final URI url;
    private final String head;
    private final Supplier<byte[]> bodies;
    private final Latencies latencies = new Latencies();
    private BooleanSupplier goesOn = () -> false;
    private long answeredAt;
    private int open;

    HttpLoad(URI url, String contentType, Supplier<byte[]> bodies) {
        this.url = url;
        this.bodies = bodies;
        this.head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nContent-Type: "
                + contentType + "\r\nContent-Length: ";
    }

    /** Keeps so many clients busy for so long, and waits for their last answers; any but 202 is a wrong result. */
    Latencies run(int connections, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        return run(connections, () -> System.nanoTime() < end);
    }

    /** The same until so many requests have been answered. */
    Latencies runFor(int connections, int requests) throws IOException {
        return run(connections, () -> latencies.size() < requests);
    }

    private Latencies run(int connections, BooleanSupplier whileTrue) throws IOException {
        goesOn = whileTrue;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel socket = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.configureBlocking(false);
                SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
                key.attach(new Client(socket, key));
            }
            open = connections;
            answeredAt = System.nanoTime();
            for (SelectionKey key : selector.keys()) {
                ((Client) key.attachment()).send();
            }
            while (open > 0) {
                selector.select(key -> ((Client) key.attachment()).serve(), 1_000);
                if (System.nanoTime() > answeredAt + PATIENCE_NANOS) {
                    throw new IllegalStateException(open + " requests have no answer");
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return latencies;
        }
    }

    private final class Client {
        private final SocketChannel socket;
        private final SelectionKey key;
        private final ByteBuffer in = ByteBuffer.allocate(256 * 1024);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private long sent;

        Client(SocketChannel socket, SelectionKey key) {
            this.socket = socket;
            this.key = key;
        }

        void send() throws IOException {
            byte[] body = bodies.get();
            byte[] start = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            out = ByteBuffer.allocate(start.length + body.length)
                    .put(start)
                    .put(body)
                    .flip();
            sent = System.nanoTime();
            write();
        }

        void serve() {
            try {
                if (key.isWritable()) {
                    write();
                }
                if (key.isReadable()) {
                    read();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void write() throws IOException {
            socket.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
        }

        private void read() throws IOException {
            if (socket.read(in) < 0) {
                throw new IOException("The gateway closed a connection");
            }
            if (!isAnswered()) {
                return;
            }
            answeredAt = System.nanoTime();
            latencies.add(answeredAt - sent);
            String status = new String(in.array(), 9, 3, StandardCharsets.US_ASCII);
            Plant.require(
                    status.equals("202"),
                    "answered " + new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
            in.clear();
            if (goesOn.getAsBoolean()) {
                send();
            } else {
                open--;
                key.interestOps(0);
            }
        }

        /** Whether head and body are here. One request at a time: what follows the last chunk is the end. */
        private boolean isAnswered() {
            String text = new String(in.array(), 0, Math.min(in.position(), 1_024), StandardCharsets.ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd < 0) {
                return false;
            }
            String lower = text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT);
            int name = lower.indexOf(LENGTH);
            if (name < 0) {
                int tail = in.position() - LAST_CHUNK.length();
                return tail > headEnd
                        && LAST_CHUNK.equals(
                                new String(in.array(), tail, LAST_CHUNK.length(), StandardCharsets.ISO_8859_1));
            }
            int from = name + LENGTH.length();
            int length = Integer.parseInt(
                    lower.substring(from, lower.indexOf("\r\n", from)).strip());
            return in.position() >= headEnd + 4 + length;
        }
    }
}
