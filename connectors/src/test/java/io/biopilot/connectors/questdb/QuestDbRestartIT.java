package io.biopilot.connectors.questdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is closed and opened, or killed with -9 and opened, has what it had flushed. */
class QuestDbRestartIT {
  private static final Instant T0 = Instant.parse("2026-01-01T03:20:00.000001Z");
  @TempDir Path directory;

  /** The child: stores points one by one and prints how many are flushed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      QuestDbStore store = QuestDbStore.start(directory.resolve("data"), 0);
      Historian historian = store.historian(directory.resolve("spool"), notice -> {});
      historian.open();
      for (int i = 0; ; i++) {
        historian.append(List.of(point(i)));
        historian.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
        System.out.println("flushed " + i);
        System.out.flush();
      }
    }
  }

  static Point point(int i) {
    return new Point(
        "sensor",
        Map.of("reactor", "BR1"),
        Map.of("value", i / 3.0, "note", "n" + i),
        T0.plusSeconds(i));
  }

  @Test
  void closedStoreKeepsItsPointsAndItsPassword() throws Exception {
    for (int run = 0; run < 2; run++) {
      QuestDbStore store = QuestDbStore.start(directory.resolve("data"), 0);
      Historian historian = store.historian(directory.resolve("spool"), notice -> {});
      historian.open();
      historian.append(List.of(point(run)));
      historian.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(all(historian)).hasSize(run + 1).contains(point(0));
      historian.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
      store.close();
    }
  }

  @Test
  void killedStoreKeepsWhatWasFlushed() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    int flushed = -1;
    try (var out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while (flushed < 40 && (line = out.readLine()) != null) {
        if (line.startsWith("flushed ")) {
          flushed = Integer.parseInt(line.substring(8));
        }
      }
      child.toHandle().destroyForcibly();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(flushed).isEqualTo(40);
    try (QuestDbStore store = QuestDbStore.start(directory.resolve("data"), 0)) {
      Historian historian = store.historian(directory.resolve("spool"), notice -> {});
      historian.open();
      historian.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
      List<Point> points = all(historian);
      for (int i = 0; i <= flushed; i++) {
        assertThat(points.get(i)).isEqualTo(point(i));
      }
      historian.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private static List<Point> all(Historian historian) throws Exception {
    return historian
        .query(new Query("sensor", Map.of(), T0, T0.plusSeconds(3600), 1_000))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
