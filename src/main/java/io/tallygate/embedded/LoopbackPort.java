package io.tallygate.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Finds ports that are free on 127.0.0.1. Another process may take one before it is used: callers must expect that. */
final class LoopbackPort {
    static final String ADDRESS = "127.0.0.1";

    private static final int NEIGHBOURS = 20;
    private static final int HIGHEST = 65_535;
    private static final int PROBE_MILLIS = 500;

    private LoopbackPort() {}

    /** Any free port. */
    static int any() {
        try (ServerSocket socket = bound(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw EmbeddedStartException.because("No port is free on " + ADDRESS, e);
        }
    }

    /** The preferred port if it is free, else the first free one of the 20 above it, else any; any for 0. */
    static int preferring(int preferred) {
        int last = Math.min(preferred + NEIGHBOURS, HIGHEST);
        for (int port = preferred; port > 0 && port <= last; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        return any();
    }

    private static boolean isFree(int port) {
        // Binding alone is no proof: macOS lets 127.0.0.1 be bound beside somebody's *, and would hide that one.
        if (isAnswered(port)) {
            return false;
        }
        try (ServerSocket socket = bound(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isAnswered(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ADDRESS, port), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("resource") // the caller closes it
    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true); // else a port is busy for a minute after a restart
        socket.bind(new InetSocketAddress(ADDRESS, port));
        return socket;
    }
}
