package io.tallygate.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.function.Predicate;

/**
 * Regular expressions by RE2/J, whose cost is linear in the text and in the expression: none can be made to run away. What
 * both come to together, over all texts of an event, is bounded as well: see {@link ExpressionWork}. What ECMA 262, whose
 * expressions draft-07 asks for, writes or means otherwise than RE2 is translated by {@link EcmaScript}.
 */
final class Re2Expressions implements RegularExpressionFactory {
    /** Written out; each takes some 100 bytes. */
    private static final int MAX_SIZE = 50_000;

    @Override
    public RegularExpression getRegularExpression(String regex) {
        return finder(regex)::test;
    }

    /** Whether an expression is found in a text; throws {@link BoundedContext.TooCostlyException} if that costs too much. */
    static Predicate<String> finder(String regex) {
        Pattern pattern = compile(regex);
        int ways = ExpressionWork.ways(regex, pattern);
        return text -> {
            if (!ExpressionWork.take((text.length() + 1L) * ways)) {
                throw new BoundedContext.TooCostlyException();
            }
            return pattern.matcher(text).find();
        };
    }

    /** @throws PatternSyntaxException if RE2/J does not take it, or its repetitions make it too large */
    static Pattern compile(String regex) {
        String re2 = EcmaScript.toRe2(regex);
        if (ExpressionSize.of(re2) > MAX_SIZE) {
            throw new PatternSyntaxException("its repetitions make it too large", regex);
        }
        return Pattern.compile(re2);
    }
}
