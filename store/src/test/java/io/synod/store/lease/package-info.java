/** Tests of what leases are kept in. */
@NullMarked
package io.synod.store.lease;

import org.jspecify.annotations.NullMarked;
