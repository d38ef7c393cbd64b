package io.biopilot.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalLockTest {

  @TempDir Path folder;

  @Test
  void oneHolderAtATimeAndTheOtherIsTold() throws IOException {
    Path journal = folder.resolve("made").resolve("BR1.journal");
    try (JournalLock first = JournalLock.take(journal)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> JournalLock.take(journal))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(journal.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      try (JournalLock other = JournalLock.take(journal.resolveSibling("BR2.journal"))) {
        assertThat(other).isNotNull();
      }
    }
    JournalLock.take(journal).close();
  }
}
