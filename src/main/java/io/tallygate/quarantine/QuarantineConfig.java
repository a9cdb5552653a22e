package io.tallygate.quarantine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the quarantine keeps. */
@ConfigMapping(prefix = "tallygate.quarantine")
public interface QuarantineConfig {

    /** Bytes of one message kept at most; of a longer one the beginning, its whole length and its SHA-256 are kept. */
    @WithDefault("16777216")
    int maxContent();
}
