/** The {@code synod} command. */
@NullMarked
package io.synod.cli;

import org.jspecify.annotations.NullMarked;
