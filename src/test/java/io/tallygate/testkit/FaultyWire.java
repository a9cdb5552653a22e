package io.tallygate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A wire to a server of this machine that can be broken in the ways in which networks break. A thread for each direction
 * of each connection carries what comes.
 */
public final class FaultyWire implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    private static final long SLOWNESS_MILLIS = 100;

    private final ServerSocket entrance;
    private final int server;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private volatile State state = State.SOUND;

    private enum State {
        SOUND,
        SLOW,
        BLACKHOLE,
        REPLIES_LOST
    }

    private FaultyWire(int server) {
        this.server = server;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("No port for a wire", e);
        }
        TestRun.closeAtEnd(this);
        start("accept", this::accept);
    }

    /** A sound wire to this port. */
    public static FaultyWire to(int server) {
        return new FaultyWire(server);
    }

    /** Where clients connect. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Nothing gets through any more and nobody is told; new connections are accepted, and silent. */
    public void blackhole() {
        set(State.BLACKHOLE);
    }

    /** Every few kilobytes take a tenth of a second. */
    public void slow() {
        set(State.SLOW);
    }

    /** What clients say arrives, what the server answers is lost. */
    public void loseReplies() {
        set(State.REPLIES_LOST);
    }

    /** The server's ends of the connections are closed, and clients are not told: theirs stay open and silent. */
    public void halfOpen() {
        pairs.forEach(Pair::closeServersEnd);
    }

    /** Resets all connections at both ends. */
    public void reset() {
        pairs.forEach(Pair::reset);
    }

    /** Mends the wire. What a blackhole has held back gets through late; where replies were lost, connections are reset. */
    public void heal() {
        if (state == State.REPLIES_LOST) {
            reset();
        }
        set(State.SOUND);
    }

    @Override
    public void close() {
        TestRun.forget(this);
        closeQuietly(entrance);
        reset();
        set(State.SOUND);
    }

    private void set(State next) {
        synchronized (changed) {
            state = next;
            changed.notifyAll();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                start("connect", () -> connect(client));
            } catch (IOException e) {
                // closed, or the client is gone already: the loop's condition tells
            }
        }
    }

    private void connect(Socket client) {
        Socket out = new Socket();
        try {
            awaitPassage();
            out.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
        } catch (IOException | InterruptedException e) {
            closeQuietly(client);
            return;
        }
        Pair pair = new Pair(client, out);
        pairs.add(pair);
        start("request", () -> pair.carry(client, out, false));
        start("reply", () -> pair.carry(out, client, true));
    }

    private State awaitPassage() throws InterruptedException {
        synchronized (changed) {
            while (state == State.BLACKHOLE) {
                changed.wait();
            }
            return state;
        }
    }

    private void start(String what, Runnable work) {
        Thread thread = new Thread(work, "faulty-wire-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.getLogger(FaultyWire.class.getName()).log(System.Logger.Level.DEBUG, "Closing", e);
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private volatile boolean halfOpen;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to, boolean reply) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    State now = awaitPassage();
                    if (now == State.SLOW) {
                        TimeUnit.MILLISECONDS.sleep(SLOWNESS_MILLIS);
                    }
                    if (now != State.REPLIES_LOST || !reply) {
                        out.write(chunk, 0, n);
                    }
                }
            } catch (IOException | InterruptedException e) {
                System.getLogger(FaultyWire.class.getName()).log(System.Logger.Level.DEBUG, "The wire broke", e);
            } finally {
                if (!halfOpen) {
                    reset();
                }
            }
        }

        void closeServersEnd() {
            halfOpen = true;
            closeQuietly(server);
        }

        /** Without lingering, closing is a reset. */
        void reset() {
            for (Socket end : new Socket[] {client, server}) {
                try {
                    end.setSoLinger(true, 0);
                } catch (IOException e) {
                    System.getLogger(FaultyWire.class.getName()).log(System.Logger.Level.DEBUG, "Closed already", e);
                }
                closeQuietly(end);
            }
            pairs.remove(this);
        }
    }
}
