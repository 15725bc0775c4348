/** What clients of real processes saw, and whether it is linearizable. */
@NullMarked
package io.synod.cli.faults.history;

import org.jspecify.annotations.NullMarked;
