package io.tallygate.figures;

/** Text of an event as series have it: whoever looks for a step or a project must spell it alike. */
public final class SeriesText {
    private static final int MAX = 200;

    private SeriesText() {}

    /** The text, or what stands for one that is too long or cannot be stored. */
    public static String of(String text) {
        return text.substring(0, Math.min(MAX, text.length())).replace('\0', '\uFFFD');
    }
}
