package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherSitesTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,  http,  localhost, 8080, true",
        "HTTP://LocalHost:8080,  http,  localhost, 8080, true",
        "https://gate.example,   https, gate.example, 443, true",
        "https://gate.example,   https, gate.example, -1, true",
        "https://gate.example:443, https, gate.example, -1, true",
        "http://[::1]:8080,      http,  [::1],     8080, true",
        "http://localhost:8081,  http,  localhost, 8080, false",
        "https://localhost:8080, http,  localhost, 8080, false",
        "https://evil.example,   https, gate.example, 443, false",
        "https://gate.example.evil.example, https, gate.example, 443, false",
        "null,                   http,  localhost, 8080, false",
        "'',                     http,  localhost, 8080, false",
        "'http://a b',           http,  localhost, 8080, false"
    })
    void origin_isOursByNamePortAndSchemeOnly(String origin, String scheme, String host, int port, boolean ours) {
        assertThat(OtherSites.isOrigin(origin, scheme, HostAndPort.create(host, port)))
                .isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,            127.0.0.1, true",
        "LOCALHOST,            127.0.0.1, true",
        "127.0.0.1,            127.0.0.1, true",
        "127.8.9.1,            127.0.0.1, true",
        "[::1],                127.0.0.1, true",
        "gate.home,            gate.home, true",
        "evil.example,         127.0.0.1, false",
        "127.0.0.1.evil.example, 127.0.0.1, false",
        "localhost.evil.example, 127.0.0.1, false",
        "192.168.0.7,          127.0.0.1, false",
        "0.0.0.0,              127.0.0.1, false",
        "[fe80::1],            127.0.0.1, false"
    })
    void host_isThisMachineOnlyByItsOwnNames(String host, String configured, boolean here) {
        assertThat(OtherSites.namesThisMachine(HostAndPort.create(host, 8080), configured))
                .isEqualTo(here);
    }

    @Test
    void requestThatNamesNobody_isOfAProgram() {
        assertThat(OtherSites.namesThisMachine(null, "127.0.0.1")).isTrue();
    }
}
