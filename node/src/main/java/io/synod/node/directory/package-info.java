/** The data directory of a member: whose it is, who may use it, and where everything lies in it. */
@NullMarked
package io.synod.node.directory;

import org.jspecify.annotations.NullMarked;
