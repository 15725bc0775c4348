/**
 * What the store has to hold, worked out from what is chosen by other means than the store's: every
 * event is remembered for ever, and nothing is clever.
 */
@NullMarked
package io.synod.members.model;

import org.jspecify.annotations.NullMarked;
