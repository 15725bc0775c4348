/** The load generator that drives Synod and its peers through the same calls. */
@NullMarked
package io.synod.bench;

import org.jspecify.annotations.NullMarked;
