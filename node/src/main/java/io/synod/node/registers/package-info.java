/**
 * Where a member keeps its registers: on disk, for there may be more than fit into memory. The
 * journal is what makes them durable; what is kept here is what the journal may forget.
 */
@NullMarked
package io.synod.node.registers;

import org.jspecify.annotations.NullMarked;
