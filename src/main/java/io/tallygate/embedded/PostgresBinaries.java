package io.tallygate.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path.
 *
 * <p>zonky's own starter is not used, only its archive and its knowledge of platforms: it waits without a bound for initdb,
 * stops for 5 seconds at most, passes -F (no fsync), and takes half-unpacked files for whole ones after a crash.
 */
record PostgresBinaries(Path home) {
    private static final int DIGEST_CHARS = 16;
    private static final int OWNER_MAY_EXECUTE = 0100;

    /** The programs in a cache that several gateways may share, unpacked there if they are missing. */
    static PostgresBinaries unpackedIn(Path cache) {
        try {
            byte[] archive = archive();
            Path home = OwnerOnly.directory(cache).resolve(digest(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw EmbeddedStartException.because("PostgreSQL could not be unpacked to " + cache + ": " + e, e);
        }
    }

    /** A command line for one of the programs, runnable as root too. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with root's files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static byte[] archive() throws IOException {
        try (InputStream stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
            return stream.readAllBytes();
        } catch (IllegalStateException e) {
            throw EmbeddedStartException.because(
                    "There is no embedded PostgreSQL for " + system() + " on " + architecture()
                            + ": give the URL of a PostgreSQL of your own",
                    e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name", "unknown");
        return name.toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "unknown");
        return "amd64".equals(name) ? "x86_64" : name;
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Unpacks aside and renames, so that the home exists only whole: after a kill, and beside another gateway. */
    private static void unpack(byte[] archive, Path home) throws IOException {
        Path aside = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, aside);
            }
        }
        try {
            Files.move(aside, home);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Directories.delete(aside); // another gateway was faster
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path aside) throws IOException {
        Path target = aside.resolve(entry.getName()).normalize();
        if (!target.startsWith(aside)) {
            throw new IOException("The archive has an entry outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0 && !target.toFile().setExecutable(true)) {
                throw new IOException("Cannot make executable: " + target);
            }
        }
    }
}
