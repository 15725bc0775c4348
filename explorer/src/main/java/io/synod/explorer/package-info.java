/** A run that a person makes step by step: what is on stage, what can be done, and what is true. */
@NullMarked
package io.synod.explorer;

import org.jspecify.annotations.NullMarked;
