package io.synod.node.member;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.RegisterEvent;
import io.synod.node.requests.Proposal;
import io.synod.node.requests.ReadGroup;
import io.synod.node.requests.RegisterRequest;
import java.util.List;

/** What waits for the next turn of the protocol. */
sealed interface Input<R> {

  record Propose<R>(Proposal<R> proposal) implements Input<R> {}

  record Read<R>(ReadGroup.Read read) implements Input<R> {}

  record Received<R>(MemberId from, List<Message> messages) implements Input<R> {}

  record Disconnected<R>(MemberId member) implements Input<R> {}

  record Durable<R>(long record) implements Input<R> {}

  record Installed<R>(long slot) implements Input<R> {}

  record HandOver<R>(MemberId to) implements Input<R> {}

  record Register<R>(RegisterRequest request) implements Input<R> {}

  record Loaded<R>(List<RegisterEvent.Loaded> registers) implements Input<R> {}
}
