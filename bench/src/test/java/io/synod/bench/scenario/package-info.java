/** Scenarios read what they hear as it is meant. */
@NullMarked
package io.synod.bench.scenario;

import org.jspecify.annotations.NullMarked;
