package io.biopilot.agent.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter terminal = new StringWriter();
  private long nanos;

  @Test
  void lineIsRenewedFiveTimesASecondAndWipedOutAtTheEnd() {
    try (ProgressLine line = new ProgressLine(new PrintWriter(terminal), () -> nanos)) {
      for (int i = 0; i < 100; i++) {
        nanos = i * 10_000_000L;
        line.at(i, -8.25, i < 50 ? Double.POSITIVE_INFINITY : 1.5e-3);
      }
    }
    String[] said = terminal.toString().split("\r", -1);
    assertThat(said[1]).isEqualTo("0 s, 20 iterations, objective -8.25, KKT residual -");
    assertThat(said[3]).isEqualTo("1 s, 60 iterations, objective -8.25, KKT residual 1.5e-03");
    assertThat(said).hasSize(7);
    assertThat(said[5]).isBlank().hasSameSizeAs(said[4]);
    assertThat(said[6]).isEmpty();
  }

  @Test
  void shortSolveSaysNothing() {
    try (ProgressLine line = new ProgressLine(new PrintWriter(terminal), () -> nanos)) {
      line.at(1, 2.0, 3.0);
    }
    assertThat(terminal.toString()).isEmpty();
  }
}
