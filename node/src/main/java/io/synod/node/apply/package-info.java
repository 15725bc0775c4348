/**
 * Chosen values on their way into the state machine: each command once, in slot order, then the
 * answers.
 */
@NullMarked
package io.synod.node.apply;

import org.jspecify.annotations.NullMarked;
