/** What all databases of a member have in common. */
@NullMarked
package io.synod.store.rocks;

import org.jspecify.annotations.NullMarked;
