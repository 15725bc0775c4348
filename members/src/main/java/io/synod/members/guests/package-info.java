/**
 * Clients of whole members that do what only a store can: they watch, hold leases, and put, delete
 * and read many keys, at old revisions too; each with the checker of what it is told.
 */
@NullMarked
package io.synod.members.guests;

import org.jspecify.annotations.NullMarked;
