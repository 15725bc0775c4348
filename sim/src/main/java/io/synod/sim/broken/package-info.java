/**
 * The proof that the checkers see: known mistakes, put into classes of core and sim as they load.
 *
 * <p>The only package here that is a tool of the JVM and does not go into the page.
 */
@NullMarked
package io.synod.sim.broken;

import org.jspecify.annotations.NullMarked;
