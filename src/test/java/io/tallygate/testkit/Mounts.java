package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Small file systems of the tests' own. Whether any can be mounted is tried once. */
final class Mounts {
    private static final Duration COMMAND = Duration.ofSeconds(30);

    private Mounts() {}

    /** What keeps this process from mounting, if anything does. */
    static Optional<String> missing() {
        return Tried.MISSING;
    }

    static void tmpfs(Path folder, int megabytes) {
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    }

    /** Makes an ext4 image and mounts it. */
    static void newImage(Path image, int megabytes, Path folder, String options) {
        run("truncate", "-s", megabytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-J", "size=8", image.toString());
        image(image, folder, options);
    }

    static void image(Path image, Path folder, String options) {
        run("mount", "-o", "loop," + options, image.toString(), folder.toString());
    }

    /** Waits a while for those whose threads are still ending, though they count as dead already. */
    static void unmount(Path folder) {
        Awaitility.await("nobody uses " + folder)
                .atMost(COMMAND)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> run("umount", folder.toString()).isEmpty());
    }

    static String run(String... command) {
        return Processes.run(new ProcessBuilder(command), COMMAND);
    }

    private static Optional<String> tried() {
        Path folder = Folders.temporary("mounts");
        try {
            Path room = Files.createDirectory(folder.resolve("room"));
            Path disk = Files.createDirectory(folder.resolve("disk"));
            tmpfs(room, 40);
            try {
                newImage(room.resolve("image"), 32, disk, "defaults");
                unmount(disk);
            } finally {
                unmount(room);
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return Optional.of("mounts disks of its own, which needs Linux, root, mkfs.ext4 and a loop device: "
                    + String.valueOf(e.getMessage()).replace('\n', ' '));
        } finally {
            Folders.delete(folder);
        }
    }

    /** Tries when first asked. */
    private static final class Tried {
        static final Optional<String> MISSING = tried();
    }
}
