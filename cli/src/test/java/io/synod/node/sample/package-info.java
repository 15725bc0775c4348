/** Small classes that break the rules of node. */
@NullMarked
package io.synod.node.sample;

import org.jspecify.annotations.NullMarked;
