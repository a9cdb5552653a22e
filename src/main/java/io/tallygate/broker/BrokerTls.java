package io.tallygate.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/** Whom an encrypted connection to the broker trusts, and what it shows of itself, as {@link BrokerConfig.Tls} says. */
public final class BrokerTls {
    private static final String KEYS = "tallygate.rabbitmq.tls.";

    /** Stores of Java want a password; this one never leaves the process. */
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private final BrokerConfig.Tls config;

    /** @throws IllegalStateException if the configuration contradicts itself, or a file is not there; names the key */
    public BrokerTls(BrokerConfig.Tls config) {
        this.config = config;
        checkReadable("ca-file", config.caFile());
        checkReadable("certificate-file", config.certificateFile());
        checkReadable("key-file", config.keyFile());
        if (config.certificateFile().isPresent() != config.keyFile().isPresent()) {
            throw new IllegalStateException(KEYS + "certificate-file and " + KEYS + "key-file are needed together");
        }
        if (config.external() && config.certificateFile().isEmpty()) {
            throw new IllegalStateException(KEYS + "external needs " + KEYS + "certificate-file");
        }
    }

    private static void checkReadable(String key, Optional<Path> file) {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IllegalStateException(KEYS + key + ": " + file.get() + " cannot be read");
        }
    }

    /** Whether somebody wants the connections to be secured in a certain way, so that none may go without. */
    boolean isAskedFor() {
        return config.caFile().isPresent() || config.certificateFile().isPresent();
    }

    /** Whether the gateway shows a certificate if it is asked for one. */
    boolean showsCertificate() {
        return config.certificateFile().isPresent();
    }

    /** Whether the certificate says who the gateway is, in place of user and password. */
    public boolean isExternal() {
        return config.external();
    }

    /**
     * What connections are made with, from the files as they are now.
     *
     * @throws IOException if a file cannot be read or used; the message names its key
     */
    SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManager().map(manager -> new KeyManager[] {manager}).orElse(null),
                    new TrustManager[] {trustManager()},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Whom to trust, and for which host.
     *
     * @throws IOException if the file cannot be read or used; the message names its key
     */
    public X509ExtendedTrustManager trustManager() throws IOException {
        X509ExtendedTrustManager trusted = config.caFile().isPresent()
                ? parsed("ca-file", config.caFile().get(), BrokerTls::trusting)
                : trustedByJava();
        return config.verifyHostName() ? new NamedHosts(trusted) : trusted;
    }

    /**
     * What to show; empty if nothing.
     *
     * @throws IOException if a file cannot be read or used; the message names its key
     */
    public Optional<X509KeyManager> keyManager() throws IOException {
        if (config.certificateFile().isEmpty() || config.keyFile().isEmpty()) {
            return Optional.empty();
        }
        byte[] certificate = read("certificate-file", config.certificateFile().get());
        return Optional.of(parsed("key-file", config.keyFile().get(), key -> showing(certificate, key)));
    }

    private static X509ExtendedTrustManager trusting(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (Certificate certificate : Pem.certificates(pem)) {
            store.setCertificateEntry("signer-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return only(factory);
    }

    private static X509KeyManager showing(byte[] certificate, byte[] key) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "gateway",
                Pem.privateKey(key),
                IN_MEMORY,
                Pem.certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return Arrays.stream(factory.getKeyManagers())
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static X509ExtendedTrustManager trustedByJava() throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return only(factory);
        } catch (GeneralSecurityException e) {
            throw new IOException("What Java trusts cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] read(String key, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(KEYS + key + ": " + file + " cannot be read", e);
        }
    }

    private static <T> T parsed(String key, Path file, Parser<T> parser) throws IOException {
        byte[] content = read(key, file);
        try {
            return parser.parse(content);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(KEYS + key + ": " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Makes something of a file. */
    private interface Parser<T> {
        T parse(byte[] content) throws IOException, GeneralSecurityException;
    }
}
