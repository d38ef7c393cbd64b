package io.biopilot.agent.ends;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A loop that can no longer keep its journal, because the system lets no file grow: it ends with
 * the reason, and the plant is left to its own fallback.
 */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
final class BrokenLoopIT {

  private static final int START_SECONDS = 90;

  /** The header and some samples; the journal reaches it within seconds. */
  private static final int JOURNAL_KILOBYTES = 96;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void theProcessEndsWithTheReasonAndThePlantFallsBack() throws Exception {
    Site site = new Site(folder);
    site.speed(60);
    site.edit(Site.RUN, "store: {kind: questdb, directory: \"data/store\"}", "store: {kind: none}");
    try (Cli plant = site.simulate("--seed", "101")) {
      site.trust(plant);
      try (Cli agent =
          Cli.startWithFilesUpTo(
              JOURNAL_KILOBYTES, folder, "run", "--config", Site.RUN, "--quiet")) {
        assertThat(agent.exit(START_SECONDS)).as(agent.text()).isEqualTo(1);
        assertThat(agent.text())
            .contains("biopilot: the loop broke and has stopped", "the journal cannot be");
      }
      plant.await("LOCAL FALLBACK", 30);
      plant.stop();
    }
  }
}
