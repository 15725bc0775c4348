/**
 * Transcripts: small stories in a tiny command language, with the trace that the real protocol
 * leaves beside them, in the simulated world.
 *
 * <p>A line without indentation is a command or, after {@code #}, the story; the indented lines
 * below a command are what it caused. A story begins with {@code cluster N [FIGURE=NUMBER...]},
 * where the figures are those of a plan, or with {@code decree N}. {@link
 * io.synod.sim.transcript.Cluster} lists the commands for a cluster, {@link
 * io.synod.sim.transcript.Decree} those for the acceptors of a single decree.
 */
@NullMarked
package io.synod.sim.transcript;

import org.jspecify.annotations.NullMarked;
