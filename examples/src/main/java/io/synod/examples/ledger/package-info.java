/** A bank whose books are kept by three machines: seed 003's story, which ends well here. */
@NullMarked
package io.synod.examples.ledger;

import org.jspecify.annotations.NullMarked;
