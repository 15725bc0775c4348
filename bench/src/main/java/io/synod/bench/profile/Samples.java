package io.synod.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** The samples of a flight recording, counted by what was running. */
final class Samples {
  private static final Set<String> WANTED =
      Set.of("jdk.CPUTimeSample", "jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final String ADDRESS = "[./]0x[0-9a-f]+"; // in the names of lambdas' classes
  private static final String OURS = "io.synod.";

  private final Map<String, Integer> byThread = new HashMap<>();
  private final Map<String, Integer> byTopFrame = new HashMap<>();
  private final Map<String, Integer> byOurFrame = new HashMap<>();
  private int total;

  static Samples read(Path recording) throws IOException {
    Samples samples = new Samples();
    try (RecordingFile file = new RecordingFile(recording)) {
      boolean exact =
          false; // samples of processor time, where there are any, make others superfluous
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        String type = event.getEventType().getName();
        if (!WANTED.contains(type)) {
          continue;
        }
        if (type.equals("jdk.CPUTimeSample") && !exact) {
          exact = true;
          samples.clear();
        }
        if (!exact || type.equals("jdk.CPUTimeSample")) {
          samples.add(event);
        }
      }
    }
    return samples;
  }

  int total() {
    return total;
  }

  Map<String, Integer> byThread() {
    return byThread;
  }

  Map<String, Integer> byTopFrame() {
    return byTopFrame;
  }

  /** By the innermost method of Synod on the stack: who asked for the work. */
  Map<String, Integer> byOurFrame() {
    return byOurFrame;
  }

  private void clear() {
    byThread.clear();
    byTopFrame.clear();
    byOurFrame.clear();
    total = 0;
  }

  private void add(RecordedEvent event) {
    total++;
    byThread.merge(ThreadTimes.kind(threadName(event)), 1, Integer::sum);
    RecordedStackTrace stack = event.getStackTrace();
    List<RecordedFrame> frames = stack == null ? List.of() : stack.getFrames();
    byTopFrame.merge(frames.isEmpty() ? "(no stack)" : name(frames.getFirst()), 1, Integer::sum);
    String ours =
        frames.stream()
            .map(Samples::name)
            .filter(name -> name.startsWith(OURS))
            .findFirst()
            .orElse("(none of Synod's)");
    byOurFrame.merge(ours, 1, Integer::sum);
  }

  private static String threadName(RecordedEvent event) {
    String field = event.hasField("eventThread") ? "eventThread" : "sampledThread";
    @Nullable RecordedThread thread = event.getThread(field);
    String name = thread == null ? null : thread.getJavaName();
    return name == null ? "(not Java's)" : name;
  }

  private static String name(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    return method == null
        ? "(unknown)"
        : method.getType().getName().replaceAll(ADDRESS, "") + "." + method.getName();
  }
}
