package io.synod.server.explorer;

import io.synod.node.member.MemberStatus;
import io.synod.node.member.Survey;
import java.util.function.Consumer;

/** A member, as who looks at it sees it. Any thread may call any method. */
public interface Watched {

  /** How it stands. */
  MemberStatus status();

  /**
   * Has somebody told, once, what it knows of its cluster by itself; they must be quick and not
   * block.
   */
  void survey(Consumer<Survey> to);

  /**
   * Has something quick done whenever it sees a change of the leader or of its reaching a quorum.
   */
  void onElection(Runnable listener);
}
