package io.synod.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.history.Verdict.Linearizable;
import io.synod.sim.history.Verdict.NotLinearizable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories that the literature discusses (Herlihy and Wing 1990; Attiya and Welch 1994; Lamport
 * 1986; the examples of Porcupine and Knossos), redrawn, and their neighbours. Registers begin with
 * 0.
 */
final class DrawnHistoriesTest {
  private static final long BUDGET = 1_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Nothing happened.
        "a .",
        // One after the other.
        """
        a [write 1] [read 1]
        b                    [read 1]
        """,
        // A read beside a write may come before or behind it, however late it ends.
        """
        a [write 1            ]
        b      [read 1]
        c         [read 0        ]
        """,
        // Two reads beside a write: the old value first, then the new one.
        """
        a [write 1                    ]
        b   [read 0] [read 1] [read 1]
        """,
        // Two writes beside each other: readers agree on either order...
        """
        a [write 1   ]
        b [write 2  ]
        c              [read 1]  [read 1]
        d                 [read 1]
        """,
        """
        a [write 1   ]
        b [write 2  ]
        c              [read 2]  [read 2]
        d                 [read 2]
        """,
        // ...and a read that runs beside both can see one of them go by.
        """
        a [write 1                    ]
        b [write 2                   ]
        c      [read 1] [read 2]
        """,
        // A value comes back if it is written again.
        """
        a [write 1]           [write 1]
        b           [write 2]           [read 1]
        """,
        // Of two that compare with the same value, one can win.
        """
        a [cas 0 1     ]
        b  [cas 0 2 no]
        c                [read 1]
        """,
        // A chain of them, each of which needs the one before, although all began together.
        """
        a [cas 0 1   ]
        b [cas 1 2  ]
        c [cas 2 3 ]
        d             [read 3]
        """,
        // Responses at the very time of an invocation count as concurrent.
        """
        a [write 1]
        b         [read 0]
        """,
      })
  void isLinearizable(String drawing) {
    assertThat(check(drawing)).isInstanceOf(Linearizable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A value that nobody has written.
        "a [write 1] [read 2]",
        // A stale read: sequentially consistent, but the write had returned.
        """
        a [write 1]
        b            [read 0]
        """,
        // One reader has seen the write, so it is done; a later reader cannot be before it.
        """
        a [write 1                    ]
        b     [read 1]
        c              [read 0]
        """,
        // New-old inversion: a regular register may do it, an atomic one may not.
        """
        a [write 1                ]
        b   [read 1] [read 0]
        """,
        // Two writes beside each other: readers disagree on their order.
        """
        a [write 1   ]
        b [write 2  ]
        c              [read 1]
        d                        [read 2]
        """,
        """
        a [write 1                                    ]
        b [write 2                                   ]
        c      [read 1] [read 2]  [read 1]
        """,
        // Each of two writers reads its own value, when both values had been written.
        """
        a [write 1] [read 1]
        b [write 2] [read 2]
        """,
        // A value from the future.
        """
        a            [write 1]
        b  [read 1]
        """,
        // Both compare-and-sets win.
        """
        a [cas 0 1   ]
        b   [cas 0 2   ]
        """,
        // Both lose, although nothing else was there.
        """
        a [cas 0 1 no   ]
        b   [cas 0 2 no  ]
        """,
        // A value comes back that was overwritten.
        """
        a [cas 0 1 ]
        b            [write 2] [read 1]
        """,
        // A chain of compare-and-sets whose middle ran too late.
        """
        a [cas 0 1      ]
        b                 [cas 1 2 ]
        c [cas 2 3      ]
        """,
      })
  void isNotLinearizable(String drawing) {
    assertThat(check(drawing)).isInstanceOf(NotLinearizable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Never answered and never seen: it may not have happened.
        """
        a [write 1
        b           [read 0] [read 0]
        """,
        // It may have happened at once.
        """
        a [write 1
        b           [read 1] [read 1]
        """,
        // Or late, behind operations that began much later.
        """
        a [write 1
        b           [read 0] [write 2] [read 2] [read 1]
        """,
        // Two of the same kind may happen twice.
        """
        a [write 1
        b [write 1
        c           [read 1] [write 2] [read 2] [read 1]
        """,
        // A compare-and-set without an answer may have won, or lost.
        """
        a [cas 0 1
        b           [read 0] [read 1] [write 2] [read 2]
        """,
        """
        a [cas 0 1
        b           [write 2] [read 2]
        """,
        // One that failed was never there.
        """
        a [write 1 !]
        b               [read 0]
        """,
      })
  void isLinearizableAlthoughOutcomesAreUnknown(String drawing) {
    assertThat(check(drawing)).isInstanceOf(Linearizable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // It happened once, so it cannot come back.
        """
        a [write 1
        b           [read 1] [write 2] [read 2] [read 1]
        """,
        // It did not happen before it was called.
        """
        a                   [write 1
        b  [read 1]
        """,
        // Twice asked, three times seen.
        """
        a [write 1
        b [write 1
        c           [read 1] [write 2] [read 2] [read 1] [write 3] [read 3] [read 1]
        """,
        // It can win only where it finds what it expects.
        """
        a [cas 0 1
        b           [write 2] [read 2] [read 1]
        """,
        // One that failed cannot be seen.
        """
        a [write 1 !]
        b               [read 1]
        """,
        """
        a [write 1 !         ]
        b      [read 1]
        """,
      })
  void isNotLinearizableWhateverTheUnknownOutcomesAre(String drawing) {
    assertThat(check(drawing)).isInstanceOf(NotLinearizable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [read nothing] [propose 1 got 1] [read 1] [propose 2 got 1]",
        """
        a [propose 1 got 2  ]
        b   [propose 2 got 2  ]
        c     [read nothing]     [read 2]
        """,
        """
        a [propose 1
        b             [read nothing] [propose 2 got 1] [read 1]
        """,
      })
  void isARegisterThatIsWrittenOnce(String drawing) {
    assertThat(checkWriteOnce(drawing)).isInstanceOf(Linearizable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two proposers are both told that theirs was chosen.
        """
        a [propose 1 got 1  ]
        b   [propose 2 got 2  ]
        """,
        // What was chosen is forgotten.
        "a [propose 1 got 1] [read nothing]",
        // What is chosen was proposed by nobody, or only later.
        "a [propose 1 got 3]",
        """
        a [propose 1 got 2]
        b                     [propose 2 got 2]
        """,
        // A reader saw nothing chosen after another had seen something.
        """
        a [propose 1 got 1                    ]
        b    [read 1]
        c               [read nothing]
        """,
      })
  void isNotARegisterThatIsWrittenOnce(String drawing) {
    assertThat(checkWriteOnce(drawing)).isInstanceOf(NotLinearizable.class);
  }

  private static Verdict<?, ?> check(String drawing) {
    return new LinearizabilityChecker<>(new ReadWriteRegister("0"), BUDGET)
        .check(Drawing.register(drawing));
  }

  private static Verdict<?, ?> checkWriteOnce(String drawing) {
    return new LinearizabilityChecker<>(new WriteOnceRegister(), BUDGET)
        .check(Drawing.writeOnce(drawing));
  }
}
