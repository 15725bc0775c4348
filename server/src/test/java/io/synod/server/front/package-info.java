/** Tests of the wire between clients and services. */
@NullMarked
package io.synod.server.front;

import org.jspecify.annotations.NullMarked;
