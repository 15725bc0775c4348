/**
 * The port to a directory of files, small enough that a simulated disk can stand behind it, and its
 * real form.
 */
@NullMarked
package io.synod.node.disk;

import org.jspecify.annotations.NullMarked;
