package io.tallygate.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One place where a broker may be found. Its text form is the redacted one, so that it may stand in a log.
 *
 * @param uri the whole address with its secrets
 */
public record BrokerAddress(URI uri) {

    public BrokerAddress {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("amqp") && !scheme.equals("amqps")) {
            throw new IllegalArgumentException("A broker's address starts with amqp:// or amqps://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "A broker's address needs a host; user, password and virtual host must be percent-encoded");
        }
    }

    /**
     * Reads addresses separated by commas.
     *
     * @throws IllegalArgumentException if one is not an AMQP address; the message repeats nothing of it
     */
    public static List<BrokerAddress> parseAll(String urls) {
        return Arrays.stream(urls.split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(BrokerAddress::parse)
                .toList();
    }

    private static BrokerAddress parse(String url) {
        try {
            return new BrokerAddress(new URI(url));
        } catch (URISyntaxException e) {
            // The cause repeats the text, password included: it is left behind on purpose.
            throw new IllegalArgumentException("A broker's address is not a URI (" + e.getReason() + " at character "
                    + e.getIndex() + "); user, password and virtual host must be percent-encoded");
        }
    }

    /** Whether the connection is encrypted. */
    public boolean isEncrypted() {
        return "amqps".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * The same address as an unencrypted one, for the client to read user, password, host, port and virtual host of: for an
     * {@code amqps} one it would set up to trust everybody, and warn of it. What is encrypted is set up beside it.
     */
    public URI withoutTls() {
        return isEncrypted() ? URI.create("amqp" + uri.toString().substring("amqps".length())) : uri;
    }

    /** The user's name; {@code guest}, as the client has it, if none is said. */
    public String user() {
        String info = uri.getRawUserInfo();
        if (info == null) {
            return "guest";
        }
        int colon = info.indexOf(':');
        String name = colon < 0 ? info : info.substring(0, colon);
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@code host:port/vhost}, without user and password. */
    public String redacted() {
        int defaultPort = isEncrypted() ? 5671 : 5672;
        String path = uri.getRawPath();
        return uri.getHost() + ":" + (uri.getPort() < 0 ? defaultPort : uri.getPort()) + (path == null ? "" : path);
    }

    @Override
    public String toString() {
        return redacted();
    }
}
