package io.tallygate.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A provider of OpenID Connect in this JVM: metadata, keys, the code flow with PKCE (S256), and tokens made to measure. Whoever
 * comes to sign in is the person that {@link #signsIn} named last.
 */
public final class OidcServer implements AutoCloseable {
    /** The client that the gateway is here. */
    public static final String CLIENT = "tallygate";
    /** Its secret. */
    public static final String SECRET = "a-client-secret-of-more-than-32-characters";

    private static final int MINUTES_VALID = 10;

    private final HttpServer server;
    private final RsaJsonWebKey key = newKey();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private volatile Consumer<JwtClaims> person = claims -> claims.setSubject("nobody");

    private record Code(String challenge, String nonce, String redirect, Consumer<JwtClaims> person) {}

    private OidcServer(HttpServer server) {
        this.server = server;
    }

    public static OidcServer start() {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), FreePorts.next()), 0);
            OidcServer provider = new OidcServer(server);
            server.setExecutor(Executors.newFixedThreadPool(2, work -> {
                Thread thread = new Thread(work, "oidc-server");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", provider::answer);
            server.start();
            TestRun.closeAtEnd(provider);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who signs in from now on. */
    public void signsIn(Consumer<JwtClaims> claims) {
        person = claims;
    }

    /** A token for the gateway's API, signed by this provider, with these claims besides the usual ones. */
    public String token(Consumer<JwtClaims> claims) {
        return signed(claims(claims), key);
    }

    /** The same, signed with a key that is not this provider's but says so. */
    public String tokenOfAnotherKey(Consumer<JwtClaims> claims) {
        RsaJsonWebKey other = newKey();
        other.setKeyId(key.getKeyId());
        return signed(claims(claims), other);
    }

    /** The same, not signed at all. */
    public String unsignedToken(Consumer<JwtClaims> claims) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        token.setPayload(claims(claims).toJson());
        return compact(token);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private JwtClaims claims(Consumer<JwtClaims> more) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setAudience(CLIENT);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES_VALID);
        claims.setGeneratedJwtId();
        more.accept(claims);
        return claims;
    }

    private static String signed(JwtClaims claims, RsaJsonWebKey by) {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(by.getPrivateKey());
        token.setKeyIdHeaderValue(by.getKeyId());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return compact(token);
    }

    private static String compact(JsonWebSignature token) {
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId(UUID.randomUUID().toString());
            made.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            made.setUse("sig");
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, metadata());
                case "/keys" ->
                    json(exchange, 200, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
                case "/authorize" -> authorize(exchange);
                case "/token" -> tokens(exchange);
                default -> json(exchange, 404, "{}");
            }
        }
    }

    private String metadata() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"]}""".formatted(issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        String redirect = asked.getOrDefault("redirect_uri", "");
        codes.put(
                code,
                new Code(asked.getOrDefault("code_challenge", ""), asked.getOrDefault("nonce", ""), redirect, person));
        String state = URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", redirect + "?code=" + code + "&state=" + state);
        exchange.sendResponseHeaders(302, -1);
    }

    /** A code is good once, for whoever began with its challenge and has the client's secret. */
    private void tokens(HttpExchange exchange) throws IOException {
        Map<String, String> asked =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
        Code code = codes.remove(asked.getOrDefault("code", ""));
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.US_ASCII));
        boolean isClient = List.of(basic)
                        .equals(Optional.ofNullable(exchange.getRequestHeaders().get("Authorization"))
                                .orElse(List.of()))
                || SECRET.equals(asked.get("client_secret"));
        if (code == null
                || !isClient
                || !code.redirect.equals(asked.get("redirect_uri"))
                || !code.challenge.equals(challenge(asked.getOrDefault("code_verifier", "")))) {
            json(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        String id = token(code.person.andThen(claims -> claims.setClaim("nonce", code.nonce)));
        json(
                exchange,
                200,
                "{\"access_token\": \"%s\", \"id_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 600}"
                        .formatted(token(code.person), id));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
