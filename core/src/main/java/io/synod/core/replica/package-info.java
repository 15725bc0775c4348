/**
 * One member's whole protocol, composed of the roles: {@code Replica} is the only way in and out,
 * {@code Recovery} the way back after a restart.
 */
@NullMarked
package io.synod.core.replica;

import org.jspecify.annotations.NullMarked;
