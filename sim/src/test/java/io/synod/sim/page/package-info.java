/** Do core and sim still compile to JavaScript, and do the same there? */
@NullMarked
package io.synod.sim.page;

import org.jspecify.annotations.NullMarked;
