package io.tallygate.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that mount disks of their own: {@link CutDisk} and {@link SmallDisk}. Where that is not allowed they are
 * skipped, and the closing summary of the build names them; with {@code TALLYGATE_TEST_REQUIRE_MOUNTS=true} they fail
 * instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresMountsCondition.class)
public @interface RequiresMounts {}
