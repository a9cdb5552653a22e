package io.tallygate.schema;

import java.util.Map;

/**
 * Writes regular expressions of ECMA 262 for RE2: white space is Unicode's, characters may be given as <code>&#92;u0041</code>
 * and <code>&#92;cA</code>, and Unicode's categories by their long names. Every other difference is refused by RE2.
 */
final class EcmaScript {
    /** WhiteSpace and LineTerminator, without the brackets. */
    private static final String SPACE =
            "\\x09-\\x0d\\x20\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";

    /** All others; a class in brackets cannot hold a negated one. */
    private static final String NO_SPACE =
            "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
                    + "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Letter", "L"),
            Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Titlecase_Letter", "Lt"),
            Map.entry("Modifier_Letter", "Lm"),
            Map.entry("Other_Letter", "Lo"),
            Map.entry("Mark", "M"),
            Map.entry("Number", "N"),
            Map.entry("Decimal_Number", "Nd"),
            Map.entry("digit", "Nd"),
            Map.entry("Letter_Number", "Nl"),
            Map.entry("Other_Number", "No"),
            Map.entry("Punctuation", "P"),
            Map.entry("Symbol", "S"),
            Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"));

    private final String regex;
    private final StringBuilder re2 = new StringBuilder();
    private int at;
    private boolean inBrackets;

    private EcmaScript(String regex) {
        this.regex = regex;
    }

    /** The same expression for RE2, which says what is wrong with it. */
    static String toRe2(String regex) {
        return new EcmaScript(regex).translated();
    }

    private String translated() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '\\' && at + 1 < regex.length()) {
                escape(regex.charAt(at + 1));
            } else {
                inBrackets = inBrackets ? c != ']' : c == '[';
                copy(1);
            }
        }
        return re2.toString();
    }

    private void escape(char escaped) {
        switch (escaped) {
            case 's' -> replace(2, inBrackets ? SPACE : "[" + SPACE + "]");
            case 'S' -> replace(2, inBrackets ? NO_SPACE : "[^" + SPACE + "]");
            case 'c' -> control();
            case 'u' -> unicode();
            case 'p', 'P' -> category();
            case 'Q' -> quoted();
            default -> copy(2);
        }
    }

    private void control() {
        char letter = at + 2 < regex.length() ? regex.charAt(at + 2) : '\0';
        boolean isLetter = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z';
        if (isLetter) {
            replace(3, hex(letter % 32));
        } else {
            copy(2);
        }
    }

    private void unicode() {
        int first = unit(at);
        if (first < 0) {
            copy(2);
            return;
        }
        int second = Character.isHighSurrogate((char) first) ? unit(at + 6) : -1;
        boolean isPair = second >= 0 && Character.isLowSurrogate((char) second);
        replace(isPair ? 12 : 6, hex(isPair ? Character.toCodePoint((char) first, (char) second) : first));
    }

    /** The code unit that is written at a place; -1 if none is. */
    private int unit(int place) {
        boolean isWritten = place + 6 <= regex.length()
                && regex.startsWith("\\u", place)
                && regex.substring(place + 2, place + 6).chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return isWritten ? Integer.parseInt(regex.substring(place + 2, place + 6), 16) : -1;
    }

    private void category() {
        int end = regex.indexOf('}', at);
        boolean isNamed = end > at + 2 && regex.charAt(at + 2) == '{';
        String name = isNamed ? CATEGORIES.get(regex.substring(at + 3, end)) : null;
        if (name == null) {
            copy(isNamed ? end + 1 - at : 2);
        } else {
            replace(end + 1 - at, regex.substring(at, at + 2) + "{" + name + "}");
        }
    }

    /** RE2's own way to write text as it is, which ECMA 262 has not: left alone up to its end. */
    private void quoted() {
        int end = regex.indexOf("\\E", at);
        copy((end < 0 ? regex.length() : end + 2) - at);
    }

    private static String hex(int codePoint) {
        return "\\x{" + Integer.toHexString(codePoint) + "}";
    }

    private void copy(int length) {
        replace(length, regex.substring(at, at + length));
    }

    private void replace(int length, String by) {
        re2.append(by);
        at += length;
    }
}
