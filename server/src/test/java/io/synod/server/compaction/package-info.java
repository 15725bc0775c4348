/** Tests of the rules. */
@NullMarked
package io.synod.server.compaction;

import org.jspecify.annotations.NullMarked;
