/** Registers under test: members that are moved by hand, or by chance from a seed. */
@NullMarked
package io.synod.core.register;

import org.jspecify.annotations.NullMarked;
