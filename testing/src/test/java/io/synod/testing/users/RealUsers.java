package io.synod.testing.users;

import io.synod.testing.SynodCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests with a cluster of three for all of them, which each leaves whole; while they
 * run, so does {@link CheckPerf}.
 */
@SynodCluster
@ExtendWith(CheckPerf.class)
@Timeout(120)
@Order(Order.DEFAULT + 1)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RealUsers {}
