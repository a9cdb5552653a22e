package io.tallygate.broker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets whose output can be held back for a moment. The client flushes after every message, which costs both sides
 * a system call and a packet each; of many messages that are published together, this makes a few large writes.
 *
 * <p>For one connection at a time: the one made last. While nothing is held, such a socket is like any other.
 */
final class HoldableSockets extends SocketFactory {
    private static final int BUFFER_BYTES = 64 << 10;

    private volatile @Nullable HoldableOutput last;

    /** From now on, what is written stays here until the buffer is full or {@link #release} is called. */
    void hold() {
        HoldableOutput output = last;
        if (output != null) {
            output.held = true;
        }
    }

    /**
     * Sends what was held back, and holds nothing more.
     *
     * @throws IOException if the connection is broken
     */
    void release() throws IOException {
        HoldableOutput output = last;
        if (output != null) {
            output.held = false;
            output.flush();
        }
    }

    @Override
    public Socket createSocket() {
        return new HoldableSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("The client connects its sockets itself, with a time limit");
    }

    private final class HoldableSocket extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            HoldableOutput output = new HoldableOutput(super.getOutputStream());
            last = output;
            return output;
        }
    }

    private static final class HoldableOutput extends BufferedOutputStream {
        private volatile boolean held;

        HoldableOutput(OutputStream out) {
            super(out, BUFFER_BYTES);
        }

        @Override
        public void flush() throws IOException {
            if (!held) {
                super.flush();
            }
        }
    }
}
