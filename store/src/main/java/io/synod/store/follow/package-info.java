/**
 * Who follows the history: every watch is a place in it, and moves on as its client reads. How a
 * client is reached is somebody else's business.
 */
@NullMarked
package io.synod.store.follow;

import org.jspecify.annotations.NullMarked;
