/** Turns the Explorer's classes, core and sim into JavaScript; runs in the build only. */
@NullMarked
package io.synod.explorer.build;

import org.jspecify.annotations.NullMarked;
