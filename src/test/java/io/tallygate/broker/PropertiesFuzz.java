package io.tallygate.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What must hold for any properties that the client makes of the bytes of a content header. Jazzer calls
 * {@link #fuzzerTestOneInput} from outside, which is why both are public; the corpus in
 * {@code src/test/resources/fuzz/properties} is replayed by every run of the tests.
 */
public final class PropertiesFuzz {
    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER = 1_024;
    private static final int MAX_PROPERTY = 255;

    private PropertiesFuzz() {}

    /** Throws if the properties break a promise of the reader. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (!declaresMoreThanThereIs(input)) {
            decoded(input).ifPresent(properties -> check(read(properties, input)));
        }
    }

    /**
     * The client makes room for as many bytes as a text claims to have, before it reads them. No broker lets such a header
     * through, for it has to read it first.
     */
    private static boolean declaresMoreThanThereIs(byte[] input) {
        for (int at = 0; at + 5 <= input.length; at++) {
            boolean text = input[at] == 'S' || input[at] == 'x';
            if (text && Integer.compareUnsigned(ByteBuffer.wrap(input).getInt(at + 1), input.length) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that are no properties end the connection in the client: no message of them reaches the reader. */
    private static Optional<BasicProperties> decoded(byte[] input) {
        try {
            return Optional.of(new BasicProperties(new DataInputStream(new ByteArrayInputStream(input))));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Delivery read(BasicProperties properties, byte[] input) {
        String wild = new String(input, StandardCharsets.ISO_8859_1);
        return DeliveryReader.read(new Envelope(1, false, wild, wild), properties, input);
    }

    private static void check(Delivery delivery) {
        promise(
                isVisible(delivery.exchange(), MAX_PROPERTY) && isVisible(delivery.routingKey(), MAX_PROPERTY),
                delivery);
        delivery.messageId().ifPresent(text -> promise(isVisible(text, MAX_PROPERTY), delivery));
        delivery.correlationId().ifPresent(text -> promise(isVisible(text, MAX_PROPERTY), delivery));
        delivery.type().ifPresent(text -> promise(isVisible(text, MAX_PROPERTY), delivery));
        delivery.contentType().ifPresent(text -> promise(isVisible(text, MAX_PROPERTY), delivery));
        promise(delivery.headers().size() <= MAX_HEADERS, delivery);
        delivery.headers()
                .forEach((name, value) ->
                        promise(isVisible(name, MAX_PROPERTY) && isVisible(value, MAX_HEADER), delivery));
    }

    private static boolean isVisible(String text, int maxLength) {
        return text.length() <= maxLength && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static void promise(boolean kept, Delivery delivery) {
        if (!kept) {
            throw new AssertionError("Unfit to be kept or shown: " + delivery);
        }
    }
}
