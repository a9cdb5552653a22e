package io.tallygate.schema;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * How much one expression has to do for each character, and how much all of them may do in one check: RE2/J follows at
 * once all ways in which an expression can go on. For one thread at a time, each has its own.
 */
final class ExpressionWork {
    /** Ways times characters, each some 7 ns: 35 ms in all. The quick look is followed by the full one, if it is not enough. */
    private static final int FULL = 4_000_000;

    private static final int QUICK = 1_000_000;

    private static final ThreadLocal<ExpressionWork> OF_THIS_THREAD = ThreadLocal.withInitial(ExpressionWork::new);

    /** One character or class, and how often. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?:\\\\[^pPxbB0-9]|\\[(?:\\\\.|[^\\]\\\\])*\\]|[^\\\\\\[\\](){}*+?|^$])(\\*|\\+|\\?|\\{(\\d+)(,\\d*)?\\})?");

    private static final Pattern FIXED = Pattern.compile("\\{\\d+\\}");

    private int left;

    private ExpressionWork() {}

    /** A check begins that takes all it can get by a quick look. */
    static void beginQuickly() {
        OF_THIS_THREAD.get().left = QUICK;
    }

    /** A check begins that ends with a verdict. */
    static void begin() {
        OF_THIS_THREAD.get().left = FULL;
    }

    /** Whether so much may still be done; then it counts as done. */
    static boolean take(long work) {
        ExpressionWork here = OF_THIS_THREAD.get();
        if (work > here.left) {
            return false;
        }
        here.left -= (int) work;
        return true;
    }

    /**
     * In how many ways at once an expression may go on: as many as it has instructions, but for the plain ones that are
     * held against the whole text. Those go on in one way, until something in them may come once more or not.
     */
    static int ways(String regex, Pattern compiled) {
        int all = Math.max(1, compiled.programSize());
        if (!regex.startsWith("^")) {
            return all;
        }
        String rest = regex.endsWith("$") ? regex.substring(1, regex.length() - 1) : regex.substring(1);
        Matcher token = TOKEN.matcher(rest);
        long ways = 1;
        boolean varies = false;
        int end = 0;
        while (end < rest.length() && token.find(end) && token.start() == end) {
            String often = token.group(1) == null ? "{1}" : token.group(1);
            ways += varies ? most(often) : 0;
            varies |= !FIXED.matcher(often).matches();
            end = token.end();
        }
        return end < rest.length() ? all : (int) Math.min(all, ways + (varies ? 1 : 0));
    }

    /** Places at which one token may stand at once. */
    private static long most(String often) {
        String digits = often.replaceAll("\\D+", " ").strip();
        long last = digits.isEmpty() ? 1 : Long.parseLong(digits.substring(digits.lastIndexOf(' ') + 1));
        return FIXED.matcher(often).matches() ? last : last + 1;
    }
}
