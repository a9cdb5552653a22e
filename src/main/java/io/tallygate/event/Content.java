package io.tallygate.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of an event exactly as they arrived, with their SHA-256. Equality is equality of the bytes.
 *
 * <p>For speed the array is neither copied in nor out: whoever makes a {@code Content} gives the array away, and nobody
 * may write to what {@link #bytes()} returns.
 */
public final class Content {
    /** One for each thread: to ask the platform for another one for each event takes a quarter of the time of hashing it. */
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Content::newDigest);

    private final byte[] bytes;
    private final byte[] sha256;

    private Content(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = DIGEST.get().digest(bytes); // which resets it, too
    }

    public static Content of(byte[] bytes) {
        return new Content(bytes);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /** The bytes themselves, not a copy: read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** The 32 bytes of the SHA-256 (FIPS 180-4) of {@link #bytes()}, not a copy: read only. */
    public byte[] sha256() {
        return sha256;
    }

    /** The SHA-256 as 64 lower-case hexadecimal digits. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(sha256);
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && Arrays.equals(sha256, that.sha256) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes, SHA-256 " + sha256Hex();
    }
}
