package io.tallygate.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.function.Predicate;

/**
 * Regular expressions by RE2/J, whose cost is linear in the text and in the expression: none can be made to run away. What
 * both come to together, over all texts of an event, is bounded as well: see {@link ExpressionWork}.
 */
final class Re2Expressions implements RegularExpressionFactory {
    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = compile(regex);
        int ways = ExpressionWork.ways(regex, pattern);
        return text -> {
            if (!ExpressionWork.take(work(text, ways))) {
                throw new BoundedContext.TooCostlyException();
            }
            return pattern.matcher(text).find();
        };
    }

    /** Whether an expression is found in a text, for certain: false if that would cost too much, too. */
    static Predicate<String> finder(String regex) {
        Pattern pattern = compile(regex);
        int ways = ExpressionWork.ways(regex, pattern);
        return text ->
                ExpressionWork.take(work(text, ways)) && pattern.matcher(text).find();
    }

    private static long work(String text, int ways) {
        return (text.length() + 1L) * ways;
    }

    /** @throws com.google.re2j.PatternSyntaxException if RE2/J does not take it */
    static Pattern compile(String regex) {
        return Pattern.compile(regex);
    }
}
