/** Small classes that break the rules of core. */
@NullMarked
package io.synod.core.sample;

import org.jspecify.annotations.NullMarked;
