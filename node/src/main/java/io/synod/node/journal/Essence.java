package io.synod.node.journal;

import io.synod.core.Ballot;
import io.synod.core.Record;
import java.util.List;

/**
 * What the records so far mean apart from slots. Each new segment begins with it, so that older
 * ones can be deleted.
 */
final class Essence {

  private Ballot promised = Ballot.NONE;
  private long chosen;
  private long registers;

  void note(Record record) {
    switch (record) {
      case Record.Promised promise -> promise(promise.ballot());
      case Record.Accepted accepted -> promise(accepted.ballot());
      case Record.Chosen hint -> chosen = Math.max(chosen, hint.slot());
      case Record.Register _ -> registers++;
      case Record.Learned _, Record.Installed _ -> {}
    }
  }

  private void promise(Ballot ballot) {
    if (ballot.isNewerThan(promised)) {
      promised = ballot;
    }
  }

  /**
   * How many records about registers there were since the journal was opened, or were found then.
   */
  long registers() {
    return registers;
  }

  List<Record> records() {
    return List.of(new Record.Promised(promised), new Record.Chosen(chosen));
  }
}
