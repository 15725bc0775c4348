/** Keeping leases alive: many clients' renewals go through the log together. */
@NullMarked
package io.synod.server.lease;

import org.jspecify.annotations.NullMarked;
