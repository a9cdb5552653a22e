package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void next_locksThePortForTheTimeOfThisProcess() throws Exception {
        int port = FreePorts.next();

        // On the same channel: closing another one would end all locks of this process.
        assertThatThrownBy(() -> FreePorts.LOCKED.tryLock(port, 1, false))
                .as("what is given")
                .isInstanceOf(OverlappingFileLockException.class);
        try (FileLock ofNoPort = FreePorts.LOCKED.tryLock(0, 1, false)) {
            assertThat(ofNoPort).as("what is not given").isNotNull();
        }
    }
}
