package io.biopilot.connectors.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal 8: kill -9 of a writing process at many moments; what it had acknowledged is there. */
class SpoolCrashIT {
  private static final int KILLS = Integer.getInteger("kills", 12);

  @TempDir Path directory;

  /** The child: appends numbers and prints each after its append has returned. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      try (Spool spool = Spool.open(settings(Path.of(arguments[0])))) {
        while (true) {
          long next = spool.lastSequence() + 1;
          long given = spool.append(List.of(("number " + next).getBytes(StandardCharsets.UTF_8)));
          System.out.println(given);
          System.out.flush();
          if (given % 50 == 0) {
            spool.acknowledge(given - 25);
          }
        }
      }
    }
  }

  static Spool.Settings settings(Path directory) {
    return new Spool.Settings(directory, 4_096, 1 << 20, Spool.Sync.EVERY_APPEND);
  }

  @Test
  void everyRecordThatWasReportedIsThereAfterKillNine() throws Exception {
    long reported = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-XX:TieredStopAtLevel=1",
                  Writer.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        reported = Long.parseLong(out.readLine());
        long killAt = reported + 37L * kill + 11;
        while (reported < killAt) {
          reported = Long.parseLong(out.readLine());
        }
        child.toHandle().destroyForcibly();
        String line;
        while ((line = out.readLine()) != null
            && line.length() >= String.valueOf(reported).length()) {
          reported = Math.max(reported, Long.parseLong(line));
        }
      }
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      verify(reported);
    }
  }

  private void verify(long reported) throws Exception {
    try (Spool spool = Spool.open(settings(directory))) {
      assertThat(spool.lastSequence()).isGreaterThanOrEqualTo(reported);
      assertThat(spool.recovery().damagedRecords()).isZero();
      Spool.Batch batch = spool.peek(100_000, 1 << 20);
      assertThat(batch.lost()).isZero();
      assertThat(batch.entries())
          .allMatch(entry -> entry.text().equals("number " + entry.sequence()));
      assertThat(batch.upTo()).isEqualTo(spool.lastSequence());
    }
  }
}
