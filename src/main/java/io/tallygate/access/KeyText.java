package io.tallygate.access;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its owner has it: {@code tg_}, an id that may be shown, and a secret of 40 characters (238 random bits).
 *
 * @param id tells it from other keys
 * @param secret never logged or stored
 */
record KeyText(String id, String secret) {
    /** How each key begins, so that scanners for leaked secrets know it. */
    static final String PREFIX = "tg_";

    private static final Pattern FORM = Pattern.compile("tg_([A-Za-z0-9]{12})_([A-Za-z0-9]{40})");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_LENGTH = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        return new KeyText(random(ID_LENGTH), random(SECRET_LENGTH));
    }

    static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(form.group(1), form.group(2))) : Optional.empty();
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** What the owner is shown, once. */
    String reveal() {
        return PREFIX + id + "_" + secret;
    }

    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return PREFIX + id + "_...";
    }
}
