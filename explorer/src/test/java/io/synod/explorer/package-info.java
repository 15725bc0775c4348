/** What the page's engine promises, on the JVM. */
@NullMarked
package io.synod.explorer;

import org.jspecify.annotations.NullMarked;
