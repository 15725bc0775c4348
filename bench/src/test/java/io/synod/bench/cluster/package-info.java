/** Tests of the members. */
@NullMarked
package io.synod.bench.cluster;

import org.jspecify.annotations.NullMarked;
