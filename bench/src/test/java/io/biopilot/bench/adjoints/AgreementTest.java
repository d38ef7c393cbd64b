package io.biopilot.bench.adjoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/adjoints.md says of the ways to differentiate. */
class AgreementTest {
  private static final double RELATIVE = 1e-6;
  private final Agreement agreement = new Agreement(RELATIVE);

  @Test
  void allWaysAgree() {
    List<Agreement.Row> rows = agreement.rows();
    assertThat(rows).hasSize(4);
    for (Agreement.Row row : rows) {
      assertThat(row.continuous()).as(row.method()).isLessThan(10.0 * RELATIVE);
      if (row.discrete() == null) {
        continue;
      }
      assertThat(row.discrete()).as(row.method()).isLessThan(10.0 * RELATIVE);
      assertThat(row.between()).as(row.method()).isLessThan(10.0 * RELATIVE);
      assertThat(row.forward()).as(row.method()).isLessThan(1e-11);
      assertThat(row.segments()).as(row.method()).isLessThan(RELATIVE);
      assertThat(row.frozen()).as(row.method()).isLessThan(1e-7);
    }
  }

  @Test
  void timesOfSwitchesAndDosesAreDifferentiated() {
    for (Agreement.Timing timing : agreement.timings()) {
      assertThat(timing.apart()).as(timing.name()).isLessThan(1e-6);
    }
  }
}
