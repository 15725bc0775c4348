/** How threads hand work to each other: in batches, waking the other one only if it sleeps. */
@NullMarked
package io.synod.node.loop;

import org.jspecify.annotations.NullMarked;
