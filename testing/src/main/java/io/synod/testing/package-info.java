/**
 * A cluster inside a test: real members in the test's own process, which any client of etcd talks
 * to, and which the test may kill, pause and cut off from each other.
 */
@NullMarked
package io.synod.testing;

import org.jspecify.annotations.NullMarked;
