package io.tallygate.broker;

import java.util.List;

/**
 * Where to look for the broker. The bean that is there by default reads {@link BrokerConfig#url()}; another bean of this
 * type takes its place, for example one that starts a broker of its own first.
 */
public interface BrokerAddresses {

    /**
     * The addresses to try, in this order. Asked before every attempt to connect, on a thread that may wait.
     *
     * @return empty if nobody has said where the broker is
     */
    List<BrokerAddress> current();
}
