/** Tests of the Explorer before a member. */
@NullMarked
package io.synod.server.explorer;

import org.jspecify.annotations.NullMarked;
