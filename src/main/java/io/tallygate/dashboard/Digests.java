package io.tallygate.dashboard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 as names of files and as a content security policy writes it. */
final class Digests {
    private Digests() {}

    static String hex(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    /** A source expression that allows exactly this inline script. */
    static String policySource(byte[] script) {
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256().digest(script)) + "'";
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
