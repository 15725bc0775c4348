/** The Java of docs/recipes.md, and the tests that run all that is on that page. */
@NullMarked
package io.synod.testing.recipes;

import org.jspecify.annotations.NullMarked;
