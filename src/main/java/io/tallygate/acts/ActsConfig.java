package io.tallygate.acts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.UUID;

/** Whose acts are that concern no single tenant. */
@ConfigMapping(prefix = "tallygate.access")
public interface ActsConfig {

    /** The tenant of acts on nothing that belongs to a tenant, or on what belongs to several: of who runs the platform. */
    @WithDefault("00000000-0000-0000-0000-000000000000")
    UUID platformTenant();
}
