/** Makes a failing run small before anybody has to read it. */
@NullMarked
package io.synod.sim.shrink;

import org.jspecify.annotations.NullMarked;
