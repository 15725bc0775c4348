/** The proof that the level of whole members sees: known mistakes in how members keep things. */
@NullMarked
package io.synod.members.broken;

import org.jspecify.annotations.NullMarked;
