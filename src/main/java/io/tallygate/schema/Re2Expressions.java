package io.tallygate.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.function.Predicate;

/**
 * Regular expressions by RE2/J, whose cost is linear in the text and in the expression: none can be made to run away. What
 * both come to together is bounded as well: a text that is too long for its expression counts as one that does not match.
 */
final class Re2Expressions implements RegularExpressionFactory {
    /** Characters times instructions, each some 12 ns at worst. {@code (.*a){20}b} has about 100 instructions. */
    private static final int MAX_WORK = 4_000_000;

    /** Written out; each takes some 100 bytes. */
    private static final int MAX_SIZE = 50_000;

    @Override
    public RegularExpression getRegularExpression(String regex) {
        return finder(regex)::test;
    }

    /** Whether an expression is found in a text. */
    static Predicate<String> finder(String regex) {
        Pattern pattern = compile(regex);
        int maxLength = MAX_WORK / Math.max(1, pattern.programSize());
        return text -> text.length() <= maxLength && pattern.matcher(text).find();
    }

    /** @throws PatternSyntaxException if RE2/J does not take it, or its repetitions make it too large */
    static Pattern compile(String regex) {
        if (ExpressionSize.of(regex) > MAX_SIZE) {
            throw new PatternSyntaxException("its repetitions make it too large", regex);
        }
        return Pattern.compile(regex);
    }
}
