/** Tests of the report. */
@NullMarked
package io.synod.bench.report;

import org.jspecify.annotations.NullMarked;
