package io.tallygate.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads what the client throws: its own messages often say nothing, the broker's words stand in a cause. */
final class Faults {

    private Faults() {}

    /**
     * Why the broker closed a channel or a connection.
     *
     * @param code the AMQP reply code, e.g. 406
     * @param text the broker's words
     */
    record Reply(int code, String text) {}

    /** The broker's word, if the fault is one that the broker reported. */
    static Optional<Reply> replyOf(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof ShutdownSignalException signal) {
                return replyIn(signal.getReason());
            }
        }
        return Optional.empty();
    }

    private static Optional<Reply> replyIn(@Nullable Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return Optional.of(new Reply(close.getReplyCode(), WireText.render(close.getReplyText(), 1024)));
        }
        if (reason instanceof AMQP.Connection.Close close) {
            return Optional.of(new Reply(close.getReplyCode(), WireText.render(close.getReplyText(), 1024)));
        }
        return Optional.empty();
    }

    /** Whether the fault or a cause of it is of this kind. */
    static boolean has(Class<? extends Throwable> kind, Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** One line for a person. */
    static String describe(Throwable fault) {
        if (fault instanceof TopologyMismatch || fault instanceof TlsEnded) {
            return String.valueOf(fault.getMessage());
        }
        if (fault instanceof PossibleAuthenticationFailureException
                || fault instanceof AuthenticationFailureException) {
            return "the broker does not accept the user, the password or the virtual host";
        }
        return replyOf(fault).map(Reply::text).orElseGet(() -> describeLocally(fault));
    }

    /** Whether the other end hung up during a handshake or right after it, and not for want of trust on this side. */
    static boolean endsTls(Throwable fault) {
        boolean hungUp = has(SSLException.class, fault)
                || has(EOFException.class, fault)
                || (has(SocketException.class, fault) && !has(ConnectException.class, fault));
        return hungUp
                && !has(CertificateException.class, fault)
                && !(fault instanceof PossibleAuthenticationFailureException)
                && replyOf(fault).isEmpty();
    }

    static String describeLocally(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        if (message != null && has(CertificateException.class, fault)) {
            return "the broker's certificate is not accepted: " + WireText.render(message, 1024);
        }
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : root.getClass().getSimpleName() + ": " + WireText.render(message, 1024);
    }
}
