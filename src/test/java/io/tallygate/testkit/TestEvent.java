package io.tallygate.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * An event to send, and what must become of it.
 *
 * @param body the bytes to send
 * @param routingKey the key to publish it with
 * @param tenant whose event it is, even if the body does not say so any more
 * @param id its id, even if the body does not say so any more
 * @param type the type that it was made as
 * @param expected what must become of it
 * @param follows the event that must have been settled before this one is sent: the one that it repeats
 */
@SuppressWarnings("ArrayRecordComponent") // compared by key()
public record TestEvent(
        byte[] body,
        String routingKey,
        UUID tenant,
        String id,
        String type,
        Expected expected,
        Optional<TestEvent> follows) {

    /**
     * What must become of an event.
     *
     * @param stored whether it is in the audit log afterwards
     * @param reason the label of the reason for its quarantine; empty if it is accepted
     */
    public record Expected(boolean stored, String reason) {
        static final Expected STORED = new Expected(true, "");

        static Expected quarantined(String reason) {
            return new Expected(false, reason);
        }
    }

    /** The SHA-256 of the body in hexadecimal digits: events of one key are the same event. */
    public String key() {
        return keyOf(body);
    }

    /** The {@link #key()} of the event that has this body. */
    public static String keyOf(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /**
     * Which of several senders sends it: what repeats an event goes the same way, so that a sender which keeps the order
     * needs to know nothing of {@link #follows()}.
     */
    public int lane(int lanes) {
        return Math.floorMod(id.hashCode(), lanes);
    }

    @Override
    public String toString() {
        return type + " " + id + " " + expected + " "
                + new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8);
    }
}
