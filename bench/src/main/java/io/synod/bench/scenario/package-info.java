/** What is done under load, each scenario on a fresh cluster of three members of either system. */
@NullMarked
package io.synod.bench.scenario;

import org.jspecify.annotations.NullMarked;
