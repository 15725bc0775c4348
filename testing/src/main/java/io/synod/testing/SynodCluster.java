package io.synod.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit test a cluster of its own, as a parameter of type {@link Cluster} of its methods or
 * of its constructor.
 *
 * <p>On a class: one cluster for all its tests, nested classes included, started before the first
 * and gone after the last. What a test did to members and links is undone after it ({@link
 * Cluster#heal}); keys stay. On a method: a cluster for this test alone.
 *
 * <p>Test classes that run at the same time have clusters that know nothing of each other.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface SynodCluster {

  /** How many members the cluster has, 1 to 9. */
  int members() default 3;

  /**
   * How long a leader may be silent before another member takes over, in milliseconds, at least 50.
   * Shorter than a server's default, because tests wait for it.
   */
  int electionMillis() default Cluster.ELECTION_MILLIS;
}
