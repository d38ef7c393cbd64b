package io.biopilot.bench.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Row FAST = new Row("solve", 10.0, 1e-9, "CVODE", 50.0, 2e-9, 4.0);
  private static final Row SLOW = new Row("solve", 10.0, 1e-9, "C", 5.0, 2e-9, 0.625);

  @Test
  void ratioIsThePeersTimeByOurs() {
    assertThat(FAST.ratio()).isEqualTo(5.0);
    assertThat(FAST.reached()).isTrue();
    assertThat(SLOW.reached()).isFalse();
    assertThat(Row.alone("solve", 1.0, 0.0).reached()).isTrue();
  }

  @Test
  void jsonHasTheAgreedFieldsAndNullForWhatIsAbsent() {
    String json = new Report("a machine", List.of(FAST, Row.alone("x", 1, 0)), List.of()).toJson();
    assertThat(json)
        .contains("\"machine\" : \"a machine\"")
        .contains("\"ours_us\" : 10.0")
        .contains("\"peer_error\" : 2.0E-9")
        .contains("\"ratio\" : 5.0")
        .contains("\"goal\" : 4.0")
        .contains("\"peer_us\" : null");
  }

  @Test
  void tableSaysWhatWasNotReached() {
    String table = new Report("a machine", List.of(FAST, SLOW), List.of("no gcc")).toTable();
    assertThat(table.lines().filter(line -> line.contains("CVODE")))
        .first()
        .asString()
        .endsWith("| 5.00 | 4.00 | reached |");
    assertThat(table).contains("NOT reached").contains("* no gcc");
  }
}
