/**
 * Slots: many decrees under one promise. The acceptor's side, the learner with its gaps, the leader
 * with its pipeline, and the commands that wait to be chosen.
 */
@NullMarked
package io.synod.core.log;

import org.jspecify.annotations.NullMarked;
