package io.biopilot.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian.Point;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineProtocolTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123456789Z");

  @Test
  void aPointIsOneSortedLineWithMicroseconds() {
    Point point =
        new Point(
            "sensor",
            Map.of("tag", "DO", "reactor", "BR 1"),
            Map.of("value", 31.5, "n", 7L, "ok", true, "text", "a \"b\" \\"),
            T0);
    assertThat(LineProtocol.line(point))
        .isEqualTo(
            "sensor,reactor=BR\\ 1,tag=DO n=7i,ok=true,text=\"a \\\"b\\\" \\\\\",value=31.5"
                + " 1767225600123456000");
  }

  @Test
  void theSeriesOfALineIsReadBack() {
    Point point = new Point("odd, name", Map.of("k=1", "v,= x", "b", "y"), Map.of("f", 1.0), T0);
    assertThat(LineProtocol.series(LineProtocol.line(point)))
        .isEqualTo(new LineProtocol.Series("odd, name", List.of("b", "k=1")));
    Point bare = new Point("alone", Map.of(), Map.of("f", 1.0), T0);
    assertThat(LineProtocol.series(LineProtocol.line(bare)))
        .isEqualTo(new LineProtocol.Series("alone", List.of()));
  }

  @Test
  void timesBefore1970AndBack() {
    Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");
    assertThat(LineProtocol.instant(LineProtocol.nanos(early))).isEqualTo(early);
  }
}
