/** What clients see while members, as processes of their own, are killed, stopped and starved. */
@NullMarked
package io.synod.cli.faults;

import org.jspecify.annotations.NullMarked;
