package io.synod.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quorums against every subset of up to nine members. */
final class QuorumsTest {

  static Stream<Integer> sizes() {
    return IntStream.rangeClosed(1, 9).boxed();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aSubsetIsAQuorumIfItsComplementHasFewerMembers(int size) {
    List<MemberId> members = Samples.members(size);
    Quorums quorums = Quorums.of(members);
    int ran = 0;
    for (int bits = 0; bits < 1 << size; bits++) {
      List<MemberId> subset = subset(members, bits);
      assertThat(quorums.isQuorum(subset))
          .as("%s of %s", subset, members)
          .isEqualTo(subset.size() > size - subset.size());
      ran++;
    }
    assertThat(ran).isEqualTo(1 << size);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void anyTwoQuorumsShareAMemberAndAllMembersAreOne(int size) {
    List<MemberId> members = Samples.members(size);
    Quorums quorums = Quorums.of(members);
    List<Integer> all =
        IntStream.range(0, 1 << size)
            .filter(bits -> quorums.isQuorum(subset(members, bits)))
            .boxed()
            .toList();
    for (int one : all) {
      for (int other : all) {
        assertThat(one & other).isNotZero();
      }
    }
    assertThat(quorums.isQuorum(members)).isTrue();
  }

  @Test
  void strangersAndRepetitionsDoNotCount() {
    Quorums quorums = Quorums.of(Samples.members(3));
    MemberId one = new MemberId(1);
    assertThat(quorums.isQuorum(List.of(one, one, new MemberId(7), new MemberId(8)))).isFalse();
    assertThat(quorums.isQuorum(List.of(one, new MemberId(3), new MemberId(8)))).isTrue();
  }

  @Test
  void noMembersAreRefused() {
    assertThatThrownBy(() -> Quorums.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<MemberId> subset(List<MemberId> members, int bits) {
    List<MemberId> subset = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      if ((bits & 1 << i) != 0) {
        subset.add(members.get(i));
      }
    }
    return subset;
  }
}
