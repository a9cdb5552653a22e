package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * Makes an ext4 image and mounts it: with a journal that is written when somebody asks for it and hardly ever by
     * itself, so that nothing is on the disk that nobody has insisted on.
     */
    static void newImage(Path image, int megabytes, Path folder) {
        run("truncate", "-s", megabytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-J", "size=8", image.toString());
        image(image, folder);
    }

    static void image(Path image, Path folder) {
        run("mount", "-o", "loop,commit=600,noauto_da_alloc", image.toString(), folder.toString());
    }

    static void unmount(Path folder) {
        run("umount", folder.toString());
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
                newImage(room.resolve("image"), 32, disk);
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
