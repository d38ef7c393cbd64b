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

  @Test
  void anAbsentPeerIsNoGoalMissed() {
    Row absent = new Row("solve", 10.0, 1e-9, "CVODE", Double.NaN, Double.NaN, 4.0);
    String table = new Report("a machine", List.of(absent), List.of()).toTable();
    assertThat(table).contains("| 4.00 | peer absent |").doesNotContain("reached");
    assertThat(new Report("m", List.of(absent.atMost(2, "", 1)), List.of()).toTable())
        .contains("NOT reached");
  }

  @Test
  void figuresThatAreNoTimesHaveTheirBoundInTableAndJson() {
    Row small = Row.alone("record", Double.NaN, Double.NaN).atMost(3616, "bytes", 4096);
    Row poor = Row.alone("product", 5.0, 0.1).atLeast(6.1, "", 6.15);
    assertThat(small.reached()).isTrue();
    assertThat(poor.reached()).isFalse();
    assertThat(FAST.atMost(2e-9, "", 1e-9).reached()).as("fast, but not true").isFalse();
    Report report = new Report("m", List.of(small, poor, FAST.atMost(1e-9, "", 1e-9)), List.of());
    assertThat(report.toTable())
        .contains("| 3616 bytes | ≤ 4096 bytes | reached |")
        .contains("| 6.1 | ≥ 6.15 | NOT reached |")
        .contains("| 5.00 | 4.00; ≤ 1.0E-9: 1.0E-9 | reached |");
    assertThat(report.toJson())
        .contains("\"at_most\" : 4096.0")
        .contains("\"at_least\" : 6.15")
        .contains("\"reached\" : false");
  }
}
