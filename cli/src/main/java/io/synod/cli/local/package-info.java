/** Clusters of member processes on this machine: {@code synod up} and {@code synod demo}. */
@NullMarked
package io.synod.cli.local;

import org.jspecify.annotations.NullMarked;
