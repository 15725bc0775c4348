/** Tests of the differential test, and its run against etcd. */
@NullMarked
package io.synod.bench.differential;

import org.jspecify.annotations.NullMarked;
