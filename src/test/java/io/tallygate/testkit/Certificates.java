package io.tallygate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates of a test, made by the JDK's keytool and written as PEM into a folder that ends with the tests. */
public final class Certificates {
    private static final String STORE = "keys.p12";
    private static final String PASSWORD = "only-for-tests";
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder = Folders.temporary("certificates");

    /** One that signs others; its own signature is its own. */
    public Path authority(String name) {
        make(name, "bc:c=ca:true");
        return certificate(name);
    }

    /** One of a server at a host. */
    public void server(String name, String host, String authority) {
        make(name, "san=dns:" + host, "-signer", authority);
    }

    /** One of a client; its common name is its name. */
    public void client(String name, String authority) {
        make(name, "eku=clientAuth", "-signer", authority);
    }

    /** The certificate of that name and those above it. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Its private key, PKCS#8. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private void make(String name, String extension, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve(STORE).toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-ext",
                extension));
        words.addAll(List.of(more));
        Processes.run(new ProcessBuilder(words), BOUND);
        write(name);
    }

    private void write(String name) {
        try (InputStream in = Files.newInputStream(folder.resolve(STORE))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            StringBuilder chain = new StringBuilder();
            for (Certificate certificate : store.getCertificateChain(name)) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(certificate(name), chain);
            Files.writeString(
                    key(name),
                    pem(
                            "PRIVATE KEY",
                            store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot read what keytool made of " + name, e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
