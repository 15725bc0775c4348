/**
 * Links between members of one JVM: a network in memory, and links over any network that can be
 * cut, slowed down and joined again.
 */
@NullMarked
package io.synod.node.links;

import org.jspecify.annotations.NullMarked;
