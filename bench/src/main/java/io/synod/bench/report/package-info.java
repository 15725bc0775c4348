/** What the figures say: medians, ratios with their spread, tables and the chart. */
@NullMarked
package io.synod.bench.report;

import org.jspecify.annotations.NullMarked;
