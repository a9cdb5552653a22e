package io.tallygate.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** Regular expressions by RE2/J, whose cost is linear in the text: no expression can be made to run away. */
final class Re2Expressions implements RegularExpressionFactory {

    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = compile(regex);
        return text -> pattern.matcher(text).find();
    }

    /** @throws com.google.re2j.PatternSyntaxException if RE2/J does not take it */
    static Pattern compile(String regex) {
        return Pattern.compile(regex);
    }
}
