/** A room that the design does not have. */
@NullMarked
package io.synod.elsewhere;

import org.jspecify.annotations.NullMarked;
