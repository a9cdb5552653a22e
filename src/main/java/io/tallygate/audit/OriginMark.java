package io.tallygate.audit;

import io.tallygate.event.Content;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The mark by which the gateway recognises, on the audit queue, what it has published itself and therefore keeps already:
 * an HMAC-SHA-256 (RFC 2104) over the SHA-256 of the content and the routing key, by a secret of the installation. Only
 * who can read the database can make one; who copies one can only say once more what is in the log.
 *
 * <p>The key depends on the timeline of the database, too. One that is restored to an earlier time, or a standby that
 * takes over, begins a new timeline: marks of events that it may have lost are not believed then, and those events are
 * looked up and stored like any others.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class OriginMark {
    /** The name of the message header that carries the mark. */
    public static final String HEADER = "x-tallygate-mark";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(10);
    private static final String KEY =
            "SELECT mark_secret, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) FROM installation";

    private final Database database;
    private volatile @Nullable Key key;

    private record Key(Mac keyed, long readAt) {
        boolean isFresh() {
            return System.nanoTime() - readAt < BELIEVED_FOR.toNanos();
        }
    }

    OriginMark(Database database) {
        this.database = database;
    }

    /**
     * Makes sure that the key is that of the database as it is now. To be called now and then: a mark is believed for ten
     * seconds after the last call.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public void refresh() {
        Key current = key;
        if (current == null || System.nanoTime() - current.readAt > BELIEVED_FOR.toNanos() / 2) {
            key = new Key(read(), System.nanoTime());
        }
    }

    private Mac read() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(KEY);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                byte[] secret = row.getBytes(1);
                byte[] timeline = row.getString(2).getBytes(StandardCharsets.US_ASCII);
                return keyed(keyed(secret).doFinal(timeline));
            }
        });
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform must have " + ALGORITHM, e);
        }
    }

    /** The mark of content that is in the log and is published under a routing key; empty while there is no key. */
    public Optional<String> of(Content content, String routingKey) {
        Key current = key;
        return current == null
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(mac(current, content, routingKey)));
    }

    /** Whether a mark says truly that the content is in the log and was published under the routing key. */
    public boolean isTrue(String mark, Content content, String routingKey) {
        Key current = key;
        return current != null
                && current.isFresh()
                && MessageDigest.isEqual(
                        mark.getBytes(StandardCharsets.ISO_8859_1),
                        Base64.getEncoder().encode(mac(current, content, routingKey)));
    }

    private static byte[] mac(Key key, Content content, String routingKey) {
        try {
            Mac mac = (Mac) key.keyed.clone();
            mac.update(content.sha256());
            return mac.doFinal(routingKey.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own HMAC can be cloned", e);
        }
    }
}
