package io.tallygate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory in which an embedded gateway keeps everything, claimed by this process alone. Close it after the database
 * and the broker that live in it. A process that dies gives its claim up by dying.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "tallygate.lock";

    /** Claimed by this process: to open and close a lock file once more would give its lock up, as POSIX has it. */
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if need be, for its owner only, and claims it.
     *
     * @throws EmbeddedStartException if another gateway, in this process or another, holds it, or it cannot be written
     */
    public static DataDirectory claim(Path directory) {
        try {
            // The real path, because an orphaned PostgreSQL is recognised by the path on its command line.
            Path path = OwnerOnly.directory(directory.toAbsolutePath()).toRealPath();
            if (!CLAIMED.add(path)) {
                throw EmbeddedStartException.inUse(path, " of this process");
            }
            return lock(path);
        } catch (IOException e) {
            throw EmbeddedStartException.because("The data directory " + directory + " cannot be used: " + e, e);
        }
    }

    /** The directory, absolute and without symbolic links. */
    public Path path() {
        return path;
    }

    /** Gives the claim up; a second call does nothing. The lock file stays, as removing it would race with the next claim. */
    @Override
    public void close() {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            System.getLogger(DataDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, "The claim on " + path + " was not given up cleanly", e);
        } finally {
            CLAIMED.remove(path);
        }
    }

    private static DataDirectory lock(Path path) throws IOException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            Path file = path.resolve(LOCK_FILE);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw EmbeddedStartException.inUse(path, holder(file));
            }
            channel.truncate(0);
            channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
            return new DataDirectory(path, channel);
        } finally {
            if (!locked) {
                CLAIMED.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static String holder(Path file) {
        try {
            return " (process " + Files.readString(file) + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
