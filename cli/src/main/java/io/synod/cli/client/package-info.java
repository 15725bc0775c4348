/** The commands that talk to a running cluster. */
@NullMarked
package io.synod.cli.client;

import org.jspecify.annotations.NullMarked;
