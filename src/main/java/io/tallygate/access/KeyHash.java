package io.tallygate.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) of API keys under a secret that is not in the database. Not a slow hash: the secret of a key is
 * random and longer than anybody can try, and keys are checked with each request.
 */
final class KeyHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    KeyHash(String secret) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform must have " + ALGORITHM, e);
        }
    }

    byte[] of(KeyText key) {
        try {
            Mac mac = (Mac) keyed.clone();
            return mac.doFinal(key.reveal().getBytes(StandardCharsets.US_ASCII));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own HMAC can be cloned", e);
        }
    }
}
