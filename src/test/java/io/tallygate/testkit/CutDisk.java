package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A disk whose power can be cut: an ext4 image in memory behind a loop device. What a program has written and not made
 * the system write through is in the system's memory only, not in the image, and is gone after the cut.
 *
 * <p>Of what was written through, all survives: a disk that itself forgets what it confirmed is not imitated.
 */
public final class CutDisk implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    /** Nothing gets to the disk by itself: neither after a while nor because a file replaces another. */
    private static final String LAZY = "commit=600,noauto_da_alloc";

    private final Path base = Folders.temporary("disk");
    private final Path room;
    private final Path image;
    private final Path copy;
    private final Path folder;
    private final String options;

    private CutDisk(int megabytes, String options) {
        this.options = options;
        try {
            room = Files.createDirectory(base.resolve("room"));
            folder = Files.createDirectory(base.resolve("disk"));
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for a disk", e);
        }
        image = room.resolve("image");
        copy = room.resolve("copy");
        TestRun.closeAtEnd(this);
        Mounts.tmpfs(room, 2 * megabytes + 16);
        Mounts.newImage(image, megabytes, folder, options);
    }

    /** Makes one and mounts it as nobody would, so that only what a program insists on is on the disk. */
    public static CutDisk lazy(int megabytes) {
        return new CutDisk(megabytes, LAZY);
    }

    /** Makes one and mounts it with the system's defaults, as operators do. */
    public static CutDisk ordinary(int megabytes) {
        return new CutDisk(megabytes, "defaults");
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** Writes through all that has been written so far. */
    public void sync() {
        Mounts.run("sync", "-f", folder.toString());
    }

    /**
     * Takes what is on the disk at this moment; whoever writes on it must be {@code freeze}d. If the system wrote
     * something meanwhile it is taken again, for it must be the disk of one moment.
     */
    public void takeImage() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Writes before = writes();
            Mounts.run("cp", "--sparse=always", image.toString(), copy.toString());
            if (before.equals(writes()) && before.inFlight == 0) {
                return;
            }
        }
        throw new IllegalStateException("The disk is written on all the time");
    }

    /** The power returns: the disk is as {@link #takeImage()} found it. Nobody may use it now. */
    public void revert() {
        Mounts.unmount(folder);
        try {
            Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot put back " + image, e);
        }
        Mounts.image(image, folder, options);
    }

    @Override
    public void close() {
        TestRun.forget(this);
        Mounts.unmount(folder);
        Mounts.unmount(room);
        Folders.delete(base);
    }

    /** What the loop device has been told to write, as the system counts it. */
    private Writes writes() {
        String device = Mounts.run("losetup", "-n", "-O", "NAME", "-j", image.toString())
                .strip();
        Path file = Path.of("/sys/block", Path.of(device).getFileName().toString(), "stat");
        try {
            String[] numbers = Files.readString(file).strip().split("\\s+");
            return new Writes(Long.parseLong(numbers[4]), Long.parseLong(numbers[6]), Long.parseLong(numbers[8]));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private record Writes(long requests, long sectors, long inFlight) {}
}
