/** What the tests of all rooms stand on: brokers and databases that can be killed, the packaged gateway, events. */
@NullMarked
package io.tallygate.testkit;

import org.jspecify.annotations.NullMarked;
