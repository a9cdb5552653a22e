package io.tallygate.boot;

/** A JDBC URL as it may be shown: without its parameters, among which there may be a password. */
final class DatabaseAddress {
    private DatabaseAddress() {}

    static String redacted(String jdbcUrl) {
        int parameters = jdbcUrl.indexOf('?');
        String bare = parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
        return bare.replaceFirst("//[^/@]*@", "//");
    }
}
