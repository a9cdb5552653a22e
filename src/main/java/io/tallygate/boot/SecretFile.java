package io.tallygate.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A file that holds one secret. No message says anything of what is in it. */
final class SecretFile {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);
    private static final int MAX_BYTES = 64 * 1024;
    private static final Set<Path> WARNED_OF = ConcurrentHashMap.newKeySet();

    private SecretFile() {}

    /**
     * What is in the file, without the line end at its end.
     *
     * @param key the key that names the file
     * @throws IllegalArgumentException if there is no such file, or none that can hold a secret
     */
    static String read(String key, Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(key + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(key + ": " + file + " cannot be read: " + e, e);
        }
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException(key + ": " + file + " has more than " + MAX_BYTES + " bytes");
        }
        warnIfOthersMayRead(key, file);
        return secret(key, file, content);
    }

    private static String secret(String key, Path file, byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .replaceFirst("\\r?\\n\\z", "");
            if (text.isBlank()) {
                throw new IllegalArgumentException(key + ": " + file + " is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(key + ": " + file + " is not text in UTF-8", e);
        }
    }

    /** Only a warning: in a container there are no others. */
    private static void warnIfOthersMayRead(String key, Path file) {
        try {
            boolean others = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
            if (others && WARNED_OF.add(file)) {
                LOG.warnf("%s: every user of this machine may read %s; chmod 600 it", key, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf(e, "Who may read %s cannot be told here", file);
        }
    }
}
