/** The page in a real browser. */
@NullMarked
package io.synod.explorer.browser;

import org.jspecify.annotations.NullMarked;
