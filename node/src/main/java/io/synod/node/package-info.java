/**
 * One running member: what people embed, and the ports at which they meet it.
 *
 * <p>A member has one thread that runs the protocol, one that writes the journal, one that applies
 * chosen commands, and the event loops of its peers' connections.
 */
@NullMarked
package io.synod.node;

import org.jspecify.annotations.NullMarked;
