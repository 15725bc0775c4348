package io.synod.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.store.lease.Lease;
import io.synod.store.map.MapHome;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.TxnRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Thousands of random requests on the store and on {@link Model}: every answer must be the same. A
 * second store removes nothing of what is compacted, and must have the same hash.
 */
final class ModelTest {
  private static final int REQUESTS = 1_500;

  @TempDir Path directory;

  @ParameterizedTest(name = "form {0}, seed {1}")
  @CsvSource({
    "MEMORY,1",
    "MEMORY,2",
    "MEMORY,3",
    "MEMORY,4",
    "MEMORY,5",
    "MEMORY,6",
    "ROCKS,1",
    "ROCKS,7",
    "ROCKS,8"
  })
  void everyAnswerIsTheModels(Form form, long seed) throws Exception {
    MapHome home = form.home(directory);
    EtcdStore store = EtcdStore.open(home);
    try (EtcdStore untidy = EtcdStore.inMemory()) {
      Model model = new Model();
      RandomRequests requests = new RandomRequests(seed);
      Random random = new Random(seed);
      long slot = 0;
      List<Runnable> unread = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        Message request = requests.next(store.revision());
        String what = "seed " + seed + ", request " + i + ": " + request;
        if (request instanceof RangeRequest range) {
          // Ranges on their own see committed runs only.
          store.commit(++slot, Map.of());
          untidy.commit(slot, Map.of());
          unread.forEach(Runnable::run);
          unread.clear();
          if (random.nextBoolean()) {
            store.tidy();
          }
          assertThat(read(store, range)).as(what).isEqualTo(expected(model, request));
          checkLeases(store, model, what);
        } else {
          boolean wanted = random.nextInt(4) != 0;
          Outcome outcome = store.apply(encode(request), wanted);
          untidy.apply(encode(request), false);
          Object expected = expected(model, request);
          assertThat(outcome == null).as(what).isEqualTo(!wanted);
          if (outcome != null) {
            // What an answer points to is read later, when other requests have been done.
            EtcdStore asked = store;
            unread.add(() -> assertThat(plain(asked, outcome)).as(what).isEqualTo(expected));
          }
          if (random.nextInt(5) == 0) {
            store.commit(++slot, Map.of());
            untidy.commit(slot, Map.of());
          }
          continue;
        }
        if (random.nextInt(50) == 0) {
          assertThat(store.reader().hashKv(0)).isEqualTo(untidy.reader().hashKv(0));
          store.flush();
          store.close();
          store = EtcdStore.open(home);
        }
      }
    } finally {
      store.close();
    }
  }

  private static void checkLeases(EtcdStore store, Model model, String what) {
    List<Lease> leases = store.leases().inOrder();
    assertThat(leases.stream().collect(Collectors.toMap(Lease::id, Lease::deadline)))
        .as(what)
        .isEqualTo(model.leases());
    for (Lease lease : leases) {
      assertThat(store.leaseKeys(lease.id()))
          .as(what)
          .extracting(ByteString::toStringUtf8)
          .isEqualTo(model.keys(lease.id()));
    }
  }

  private static Bytes encode(Message request) {
    return switch (request) {
      case PutRequest put -> Commands.encode(put);
      case DeleteRangeRequest delete -> Commands.encode(delete);
      case TxnRequest txn -> Commands.encode(txn);
      case CompactionRequest compaction -> Commands.encode(compaction);
      case LeaseGrantRequest grant -> Commands.encode(grant);
      case LeaseRevokeRequest revoke -> Commands.encode(revoke);
      case LeaseRenewal renewal -> Commands.encode(renewal);
      case LeaseTick tick -> Commands.encode(tick);
      default -> throw new AssertionError(request);
    };
  }

  private static Object plain(EtcdStore store, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok ok -> Encoded.message(store, ok.answer());
      case Outcome.Refused refused -> refused.refusal();
    };
  }

  private static Object read(EtcdStore store, RangeRequest request) {
    try {
      return Encoded.message(store, store.reader().range(request));
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  private static Object expected(Model model, Message request) {
    try {
      return model.perform(request);
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }
}
