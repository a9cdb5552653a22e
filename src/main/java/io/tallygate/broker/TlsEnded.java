package io.tallygate.broker;

import java.io.IOException;

/**
 * The broker ended an encrypted connection before it said a word. With TLS 1.3 that is all one sees of a server that misses
 * the client's certificate, or does not accept it.
 */
final class TlsEnded extends IOException {
    private static final long serialVersionUID = 1L;

    TlsEnded(boolean showedCertificate, IOException cause) {
        super(
                "the broker ended the encrypted connection (" + Faults.describeLocally(cause) + "); perhaps it "
                        + (showedCertificate ? "does not accept the certificate in" : "asks for a certificate: set")
                        + " tallygate.rabbitmq.tls.certificate-file",
                cause);
    }
}
