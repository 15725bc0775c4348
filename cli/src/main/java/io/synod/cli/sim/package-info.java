/** The simulator on the command line: seeds, campaigns, replays and broken rules. */
@NullMarked
package io.synod.cli.sim;

import org.jspecify.annotations.NullMarked;
