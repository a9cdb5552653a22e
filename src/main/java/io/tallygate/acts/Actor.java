package io.tallygate.acts;

import java.util.Optional;
import java.util.Set;

/**
 * Who does something with the gateway.
 *
 * @param kind how they are known: {@code open}, {@code key}, {@code person} or {@code command}
 * @param id what tells them from all others; never a secret
 * @param name for people to read
 * @param roles the labels of what they may do
 * @param address where the request came from; empty if there was none
 */
public record Actor(String kind, String id, String name, Set<String> roles, Optional<String> address) {
    public Actor {
        roles = Set.copyOf(roles);
    }

    /**
     * Somebody who uses a command of the gateway on its machine, which whoever can reach its database may.
     *
     * @param account the name of their account on that machine
     */
    public static Actor command(String account) {
        return new Actor("command", account, account, Set.of("administrator"), Optional.empty());
    }
}
