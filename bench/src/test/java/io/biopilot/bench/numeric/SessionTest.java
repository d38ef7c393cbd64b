package io.biopilot.bench.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  @TempDir private Path home;

  private final List<String> said = new ArrayList<>();

  @Test
  void aPeerThatLacksALibraryIsAbsentWithItsLastWords() {
    Session session = new Session(home, said::add);
    String dies = "echo Traceback >&2; echo \"No module named 'numpy'\" >&2; exit 1";
    assertThat(session.peerOutput(List.of("sh", "-c", dies))).isEmpty();
    assertThat(session.notes()).containsExactly("absent: sh -c (No module named 'numpy')");
    assertThat(said).isEqualTo(session.notes());
    // what is not a peer's must work
    assertThatThrownBy(() -> session.output(List.of("sh", "-c", dies)))
        .hasMessageContaining("exit code 1");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    Session session = new Session(home, said::add);
    assertThat(session.peerOutput(List.of("no-such-program", "x"))).isEmpty();
    assertThat(session.notes()).hasSize(1);
    assertThat(session.notes().get(0)).startsWith("absent: no-such-program");
    assertThat(session.peerOutput(List.of("sh", "-c", "echo 42"))).contains("42\n");
  }
}
