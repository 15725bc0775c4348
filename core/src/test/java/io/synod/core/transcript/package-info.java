/**
 * Transcripts: small stories in a tiny command language, with the trace that the real protocol
 * leaves beside them.
 *
 * <p>The stories lie in {@code src/test/resources/transcripts}, one for each clause of the seeds
 * and the papers. A line without indentation is a command or, after {@code #}, the story; the
 * indented lines below a command are what it caused. To write the traces anew after a change of the
 * protocol, run {@code mvn -pl core test -Dtest=TranscriptTest -Dtranscripts.rewrite=true} and
 * review the diff: each changed line is a change of behaviour.
 *
 * <p>{@link io.synod.core.transcript.World} lists the commands for a cluster, {@link
 * io.synod.core.transcript.Decree} those for the acceptors of a single decree.
 */
@NullMarked
package io.synod.core.transcript;

import org.jspecify.annotations.NullMarked;
