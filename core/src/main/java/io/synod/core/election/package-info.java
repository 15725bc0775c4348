/**
 * Who leads: quorum-connected ballots (the seeds' timeouts, made robust for partial partitions
 * after OmniPaxos' ballot leader election, EuroSys 2023, section 4).
 */
@NullMarked
package io.synod.core.election;

import org.jspecify.annotations.NullMarked;
