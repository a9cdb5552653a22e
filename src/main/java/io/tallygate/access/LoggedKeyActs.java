package io.tallygate.access;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says what is done to keys in the gateway's own log. */
@Singleton
@DefaultBean
class LoggedKeyActs implements KeyActs {
    private static final Logger LOG = Logger.getLogger(LoggedKeyActs.class);

    @Override
    public void record(KeyAct act) {
        LOG.infof("Key %s is %s", act.key(), act.kind());
    }
}
