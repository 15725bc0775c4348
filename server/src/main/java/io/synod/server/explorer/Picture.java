package io.synod.server.explorer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;
import io.synod.core.election.Neighbour;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Reign;
import io.synod.node.member.Survey;
import io.synod.server.front.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The cluster as one member sees it, as JSON. Ids are text, as 64-bit numbers are not safe there;
 * moments are told as milliseconds ago, as clocks differ.
 *
 * @param seats who is in the cluster
 * @param status how the member stands
 * @param survey what it knows of the others
 * @param pace how fast things went, if that is known yet
 */
record Picture(Seats seats, MemberStatus status, Survey survey, Optional<Pace> pace) {

  private static final double TENTH = 10;

  String json() {
    return JsonObject.of(this::write);
  }

  private void write(JsonGenerator to) throws IOException {
    to.writeStringField("cluster", seats.cluster());
    to.writeStringField("self", status.id().toString());
    to.writeStringField("leader", status.leader().map(MemberId::toString).orElse(""));
    ballot("ballot", status.ballot(), to);
    to.writeObjectFieldStart("quorum");
    to.writeBooleanField("heard", survey.quorumConnected());
    to.writeNumberField("millis", quorumMillis());
    to.writeEndObject();
    to.writeObjectFieldStart("slots");
    to.writeNumberField("known", Math.max(survey.known(), status.chosen()));
    to.writeNumberField("chosen", status.chosen());
    to.writeNumberField("applied", status.applied());
    to.writeNumberField("durable", status.durable());
    to.writeEndObject();
    to.writeNumberField("revision", seats.revision().getAsLong());
    to.writeBooleanField("noSpace", status.noSpace());
    members(to);
    elections(to);
    if (pace.isPresent()) {
      pace(pace.get(), to);
    }
  }

  /** For how long the member has heard a quorum, or has not. */
  private long quorumMillis() {
    List<Reign> reigns = survey.reigns();
    long since = survey.now();
    for (int i = reigns.size() - 1;
        i >= 0 && reigns.get(i).quorumConnected() == survey.quorumConnected();
        i--) {
      since = reigns.get(i).since();
    }
    return survey.now() - since;
  }

  private static void ballot(String name, Ballot ballot, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart(name);
    to.writeNumberField("round", ballot.round());
    to.writeStringField("member", ballot.member().toString());
    to.writeEndObject();
  }

  private void members(JsonGenerator to) throws IOException {
    Map<MemberId, List<String>> clients = seats.clients().get();
    to.writeArrayFieldStart("members");
    for (Seats.Seat seat : seats.all()) {
      to.writeStartObject();
      to.writeStringField("id", seat.id().toString());
      to.writeStringField("name", seat.name());
      to.writeStringField("peer", seat.peer());
      texts("clients", clients.getOrDefault(seat.id(), List.of()), to);
      if (seat.id().equals(status.id())) {
        self(to);
      } else {
        other(seat.id(), to);
      }
      to.writeEndObject();
    }
    to.writeEndArray();
  }

  private void self(JsonGenerator to) throws IOException {
    List<MemberId> hears =
        survey.neighbours().stream().filter(Neighbour::heard).map(Neighbour::member).toList();
    boolean leads = status.leader().filter(status.id()::equals).isPresent();
    boolean vouches =
        survey.neighbours().stream()
            .anyMatch(
                it -> it.connected() && status.leader().filter(it.member()::equals).isPresent());
    to.writeBooleanField("self", true);
    to.writeBooleanField("heard", true);
    says(
        new Heartbeat(
            status.ballot(),
            leads,
            survey.quorumConnected(),
            new TreeSet<>(hears),
            vouches,
            status.chosen()),
        to);
  }

  private void other(MemberId member, JsonGenerator to) throws IOException {
    Optional<Neighbour> known =
        survey.neighbours().stream().filter(it -> it.member().equals(member)).findFirst();
    to.writeBooleanField("heard", known.filter(Neighbour::heard).isPresent());
    if (known.isPresent()) {
      to.writeNumberField("millis", survey.now() - known.get().at());
      to.writeBooleanField("connected", known.get().connected());
      says(known.get().said(), to);
    }
  }

  private static void says(Heartbeat heartbeat, JsonGenerator to) throws IOException {
    ballot("ballot", heartbeat.ballot(), to);
    to.writeBooleanField("leading", heartbeat.leading());
    to.writeBooleanField("quorumConnected", heartbeat.quorumConnected());
    to.writeBooleanField("vouches", heartbeat.vouches());
    texts("hears", heartbeat.heard(), to);
    to.writeNumberField("chosen", heartbeat.chosen());
  }

  private static void texts(String name, Collection<?> values, JsonGenerator to)
      throws IOException {
    to.writeArrayFieldStart(name);
    for (Object value : values) {
      to.writeString(value.toString());
    }
    to.writeEndArray();
  }

  private void elections(JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("elections");
    for (Reign reign : survey.reigns()) {
      to.writeStartObject();
      to.writeNumberField("millis", survey.now() - reign.since());
      ballot("ballot", reign.ballot(), to);
      to.writeStringField("leader", reign.leader().map(MemberId::toString).orElse(""));
      to.writeBooleanField("quorum", reign.quorumConnected());
      to.writeEndObject();
    }
    to.writeEndArray();
  }

  private static void pace(Pace pace, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("pace");
    number("slots", pace.slots(), to);
    number("revisions", pace.revisions(), to);
    calls("writes", pace.writes(), to);
    calls("reads", pace.reads(), to);
    to.writeObjectFieldStart("links");
    for (Map.Entry<MemberId, Pace.Link> link : pace.links().entrySet()) {
      to.writeObjectFieldStart(link.getKey().toString());
      number("sent", link.getValue().sent(), to);
      number("received", link.getValue().received(), to);
      to.writeEndObject();
    }
    to.writeEndObject();
    to.writeEndObject();
  }

  private static void calls(String name, Pace.Calls calls, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart(name);
    number("rate", calls.rate(), to);
    if (calls.micros().length > 0) {
      to.writeNumberField("p50", calls.micros()[0]);
      to.writeNumberField("p99", calls.micros()[1]);
    }
    to.writeEndObject();
  }

  private static void number(String name, double value, JsonGenerator to) throws IOException {
    to.writeNumberField(name, Math.round(value * TENTH) / TENTH);
  }
}
