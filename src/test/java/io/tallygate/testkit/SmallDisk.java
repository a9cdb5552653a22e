package io.tallygate.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk that is soon full: it lives in memory and has a few megabytes. */
public final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Path folder = Folders.temporary("small-disk");
    private final Path filler = folder.resolve("filler");

    private SmallDisk(int megabytes) {
        TestRun.closeAtEnd(this);
        Mounts.tmpfs(folder, megabytes);
    }

    public static SmallDisk create(int megabytes) {
        return new SmallDisk(megabytes);
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** Bytes that are free. */
    public long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask " + folder, e);
        }
    }

    /** Writes, or lengthens, a file of others' data until so many bytes are left, more or less. */
    public void fill(long bytesLeft) {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > bytesLeft) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (free() > CHUNK) {
                throw new UncheckedIOException("Cannot fill " + folder, e);
            }
        }
    }

    /** Deletes the others' data. */
    public void clear() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + filler, e);
        }
    }

    @Override
    public void close() {
        TestRun.forget(this);
        Mounts.unmount(folder);
        Folders.delete(folder);
    }
}
