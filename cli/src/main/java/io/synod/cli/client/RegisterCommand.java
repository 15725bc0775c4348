package io.synod.cli.client;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.cli.Table;
import io.synod.node.registers.Registers;
import io.synod.server.wire.Ballot;
import io.synod.server.wire.ExplainRequest;
import io.synod.server.wire.ExplainResponse;
import io.synod.server.wire.ListRequest;
import io.synod.server.wire.ListResponse;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.ReadRequest;
import io.synod.server.wire.ReadResponse;
import io.synod.server.wire.RegisterState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synod register}. */
@Command(
    name = "register",
    description = "Named values that are chosen once and never change, without a leader.",
    subcommands = {
      RegisterCommand.Propose.class,
      RegisterCommand.Read.class,
      RegisterCommand.All.class,
      RegisterCommand.Explain.class
    },
    footer = "A value is never deleted: to forget it would be to break the promise that it stays.")
public final class RegisterCommand implements Runnable {

  private static final int LONGEST_SHOWN = 40;

  @Spec private CommandSpec spec = CommandSpec.create();

  RegisterCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: propose, read, list or explain.");
  }

  private static String checked(String name) throws Failure {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > Registers.LONGEST_NAME) {
      throw Failure.usage(
          "The name of a register has 1 to %d bytes of UTF-8, and this one has %d."
              .formatted(Registers.LONGEST_NAME, bytes));
    }
    return name;
  }

  /** On one line, and without commands to the terminal. */
  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static void print(ByteString value) throws IOException {
    OutputStream out = System.out;
    value.writeTo(out);
    out.write('\n');
    out.flush();
  }

  /** {@code synod register propose}. */
  @Command(
      name = "propose",
      description = "Propose a value, and print the one that is chosen.",
      footer = {
        "Standard output has the chosen value, be it this one or another's; standard error says"
            + " which.",
        "If no quorum agrees in time the value may still be chosen: propose it again."
      })
  static final class Propose implements Callable<Integer> {
    @Mixin private final Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "NAME", description = "The register.")
    private String name = "";

    @Parameters(
        index = "1",
        paramLabel = "VALUE",
        description = "The value; - for what comes on standard input.")
    private String value = "";

    Propose() {}

    @Override
    public Integer call() throws Failure, IOException {
      String register = checked(name);
      ByteString proposed = proposed();
      ProposeRequest request =
          ProposeRequest.newBuilder().setName(register).setValue(proposed).build();
      ProposeResponse chosen;
      try (Client client = new Client(endpoints.addresses())) {
        chosen = client.propose(request);
      }
      print(chosen.getValue());
      System.err.println(
          chosen.getOwn()
              ? "This value was chosen, in " + rounds(chosen.getRounds()) + "."
              : chosen.getValue().equals(proposed)
                  ? "The same value was chosen before."
                  : "Another value was chosen before.");
      return 0;
    }

    private ByteString proposed() throws Failure, IOException {
      ByteString proposed =
          value.equals("-")
              ? ByteString.copyFrom(System.in.readNBytes(Registers.LARGEST_VALUE + 1))
              : ByteString.copyFromUtf8(value);
      if (proposed.size() > Registers.LARGEST_VALUE) {
        throw Failure.usage(
            "The value of a register has at most %d bytes, and this one has more."
                .formatted(Registers.LARGEST_VALUE));
      }
      return proposed;
    }

    private static String rounds(int rounds) {
      return rounds == 1 ? "1 round" : rounds + " rounds";
    }
  }

  /** {@code synod register read}. */
  @Command(
      name = "read",
      description = "Print the value that is chosen.",
      footer = "If nothing is chosen nothing is printed, and the exit status is 1.")
  static final class Read implements Callable<Integer> {
    @Mixin private final Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "NAME", description = "The register.")
    private String name = "";

    Read() {}

    @Override
    public Integer call() throws Failure, IOException {
      ReadResponse read;
      try (Client client = new Client(endpoints.addresses())) {
        read = client.read(ReadRequest.newBuilder().setName(checked(name)).build());
      }
      if (!read.getChosen()) {
        throw Failure.failed("Nothing is chosen for register %s.".formatted(name));
      }
      print(read.getValue());
      return 0;
    }
  }

  /** {@code synod register list}. */
  @Command(
      name = "list",
      description =
          "List the registers that a member knows, and whether it knows them to be chosen.",
      footer = "\"open\" means that this member does not know: `synod register read` finds out.")
  static final class All implements Callable<Integer> {
    @Mixin private final Endpoints endpoints = new Endpoints();

    All() {}

    @Override
    public Integer call() throws Failure {
      try (Client client = new Client(endpoints.addresses())) {
        String after = "";
        boolean more = true;
        while (more) {
          ListResponse page = client.list(ListRequest.newBuilder().setAfter(after).build());
          for (ListResponse.Register register : page.getRegistersList()) {
            System.out.println(
                (register.getChosen() ? "chosen  " : "open    ") + visible(register.getName()));
            after = register.getName();
          }
          more = page.getMore();
        }
      }
      return 0;
    }
  }

  /** {@code synod register explain}. */
  @Command(
      name = "explain",
      description = "Show what each member has promised and accepted.",
      footer = {
        "A ballot is a round and the member that proposes in it. A value is chosen once most"
            + " members",
        "have accepted it under one ballot; no later ballot can then bring another."
      })
  static final class Explain implements Callable<Integer> {
    @Mixin private final Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "NAME", description = "The register.")
    private String name = "";

    Explain() {}

    @Override
    public Integer call() throws Failure {
      ExplainResponse explained;
      try (Client client = new Client(endpoints.addresses())) {
        explained = client.explain(ExplainRequest.newBuilder().setName(checked(name)).build());
      }
      System.out.print(table(explained));
      return 0;
    }
  }

  /** What each member holds. */
  static String table(ExplainResponse explained) {
    Map<Long, String> names = new TreeMap<>();
    explained.getMembersList().forEach(member -> names.put(member.getId(), member.getName()));
    Table table = new Table("MEMBER", "PROMISED", "ACCEPTED", "VALUE", "KNOWN TO BE CHOSEN");
    for (ExplainResponse.Member member : explained.getMembersList()) {
      if (!member.hasState()) {
        table.row(member.getName(), "no answer", "-", "-", "-");
        continue;
      }
      RegisterState state = member.getState();
      boolean holds = state.hasAccepted() || state.getChosen();
      table.row(
          member.getName(),
          state.hasPromised() ? ballot(state.getPromised(), names) : "-",
          state.hasAccepted() ? ballot(state.getAccepted(), names) : "-",
          holds ? shown(state.getValue()) : "-",
          state.getChosen() ? "yes" : "no");
    }
    return table.toString();
  }

  private static String ballot(Ballot ballot, Map<Long, String> names) {
    String member = names.getOrDefault(ballot.getMember(), Long.toHexString(ballot.getMember()));
    return ballot.getRound() + "." + member;
  }

  private static String shown(ByteString value) {
    if (!value.isValidUtf8()) {
      return value.size() + " bytes";
    }
    String text = visible(value.toStringUtf8());
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }
}
