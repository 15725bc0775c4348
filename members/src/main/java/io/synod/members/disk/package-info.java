/** A disk of bytes and sectors, and what accidents leave on it. */
@NullMarked
package io.synod.members.disk;

import org.jspecify.annotations.NullMarked;
