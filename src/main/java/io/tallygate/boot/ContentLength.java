package io.tallygate.boot;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How long a request says that it is. */
final class ContentLength {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private ContentLength() {}

    /** Bytes; empty if it does not say, or not so that it can be believed. */
    static OptionalLong of(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && DIGITS.matcher(length).matches()
                ? OptionalLong.of(Long.parseLong(length))
                : OptionalLong.empty();
    }
}
