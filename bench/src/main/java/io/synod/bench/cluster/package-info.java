/** Clusters of three real processes to be measured, and what the system says about their cost. */
@NullMarked
package io.synod.bench.cluster;

import org.jspecify.annotations.NullMarked;
