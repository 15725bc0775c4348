/** A network of which each member is a namespace of Linux, and links that can be cut. */
@NullMarked
package io.synod.cli.faults.links;

import org.jspecify.annotations.NullMarked;
