package io.synod.node.member;

import io.synod.core.election.Neighbour;
import java.util.List;

/**
 * What a member knows of its cluster by itself, at one moment.
 *
 * @param now the moment, on the member's clock
 * @param known the highest slot that it knows to be chosen
 * @param quorumConnected whether it hears a quorum that hears it
 * @param neighbours what it knows of the others; nothing of those that it has never heard
 * @param reigns who has led, the oldest first; the last one is now
 * @param traffic the messages between it and each of the others
 */
public record Survey(
    long now,
    long known,
    boolean quorumConnected,
    List<Neighbour> neighbours,
    List<Reign> reigns,
    List<Traffic> traffic) {}
