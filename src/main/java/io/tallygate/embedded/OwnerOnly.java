package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and directories that nobody but their owner can read, where the file system knows owners. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** The directory, created with its parents if missing; the permissions of one that exists are left alone. */
    static Path directory(Path path) throws IOException {
        return Files.isDirectory(path) ? path : Files.createDirectories(path, permissions(path, "rwx------"));
    }

    /** Writes a new file; its content is never readable by others, not even for a moment. */
    static Path file(Path path, String content) throws IOException {
        Files.createFile(path, permissions(path, "rw-------"));
        return Files.writeString(path, content);
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
