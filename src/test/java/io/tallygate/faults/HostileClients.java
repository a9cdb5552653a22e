package io.tallygate.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections on which no decent client sends: each begins with some bytes, as fast as they are taken, and may go on byte
 * by byte; what comes back is read and kept, until the gateway closes it. One thread drives them all, by {@link #turn}.
 */
final class HostileClients implements AutoCloseable {
    private static final int BYTES_A_TURN = 1 << 20;

    private final InetSocketAddress gateway;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();

    HostileClients(URI gateway) throws IOException {
        this.gateway = new InetSocketAddress(gateway.getHost(), gateway.getPort());
        this.selector = Selector.open();
    }

    /** Opens so many connections that each send this and then nothing. */
    HostileClients open(int count, byte[] start) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(start));
        }
        return this;
    }

    /** Reads and writes what can be, for a moment; those who have sent their start send one byte more if told so. */
    void turn(boolean drip) throws IOException {
        if (drip) {
            clients.forEach(Client::drip);
        }
        selector.select(key -> ((Client) key.attachment()).serve(), 50);
    }

    /** How many are still open, as far as their client can tell. */
    long open() {
        return clients.stream().filter(client -> client.socket.isOpen()).count();
    }

    /** What each was answered; 0 is none, whether it was cut off or has not been closed yet. */
    List<Integer> statuses() {
        return clients.stream().map(Client::status).toList();
    }

    @Override
    public void close() throws IOException {
        clients.forEach(Client::end);
        selector.close();
    }

    private final class Client {
        private final SocketChannel socket;
        private final SelectionKey key;
        private final ByteBuffer start;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

        Client(byte[] start) throws IOException {
            this.start = ByteBuffer.wrap(start);
            socket = SocketChannel.open(gateway);
            socket.configureBlocking(false);
            key = socket.register(
                    selector,
                    start.length > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ,
                    this);
        }

        void serve() {
            try {
                if (key.isReadable()) {
                    read();
                }
                if (key.isValid() && key.isWritable()) {
                    writeStart();
                }
            } catch (IOException e) {
                end();
            }
        }

        private void read() throws IOException {
            ByteBuffer in = ByteBuffer.allocate(4_096);
            if (socket.read(in) < 0) {
                end();
            }
            answer.write(in.array(), 0, in.position());
        }

        private void writeStart() throws IOException {
            ByteBuffer piece = start.slice(start.position(), Math.min(BYTES_A_TURN, start.remaining()));
            start.position(start.position() + socket.write(piece));
            if (!start.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        void drip() {
            if (socket.isOpen() && !start.hasRemaining()) {
                try {
                    socket.write(ByteBuffer.wrap(new byte[] {'x'}));
                } catch (IOException e) {
                    end();
                }
            }
        }

        int status() {
            String text = answer.toString(StandardCharsets.ISO_8859_1);
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        void end() {
            try {
                socket.close();
            } catch (IOException e) {
                System.getLogger(HostileClients.class.getName()).log(System.Logger.Level.DEBUG, "Not closed", e);
            }
        }
    }
}
