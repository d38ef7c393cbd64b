package io.biopilot.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Historian} promises. A store's test supplies an empty one. */
public abstract class HistorianContract {

  protected static final Instant T0 = Instant.parse("2026-01-01T03:20:00.123456Z");

  private Historian historian;

  /** An empty store, not opened. */
  protected abstract Historian historian() throws Exception;

  /** Ends what the store stands on. */
  protected void stopStore() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    historian = historian();
    historian.open().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    historian.close().toCompletableFuture().get(60, TimeUnit.SECONDS);
    stopStore();
  }

  @Test
  void numbersTextsAndTimesReadBackEqual() throws Exception {
    Point point =
        new Point(
            "estimate",
            Map.of("reactor", "BR1", "state", "biomass, dry = \"X\" weight"),
            Map.of(
                "mean",
                0.1 + 0.2,
                "count",
                9_007_199_254_740_993L,
                "usable",
                true,
                "text",
                "µ = \"0.3\"\\ 1/h,\nline two"),
            T0);
    historian.append(List.of(point));
    assertThat(all("estimate", Map.of())).containsExactly(point);
  }

  @Test
  void extremeNumbersReadBackEqual() throws Exception {
    List<Point> points = new ArrayList<>();
    double[] values = {Double.MAX_VALUE, Double.MIN_NORMAL, -1e-300, 0.0, 1.0 / 3, 123456789.125};
    for (int i = 0; i < values.length; i++) {
      points.add(point(i, values[i]));
    }
    historian.append(points);
    assertThat(all("sensor", Map.of())).containsExactlyElementsOf(points);
  }

  @Test
  void rangeIsHalfOpenSortedAndLimited() throws Exception {
    historian.append(List.of(point(3, 3), point(1, 1), point(2, 2), point(0, 0)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(query(new Query("sensor", Map.of(), T0.plusSeconds(1), T0.plusSeconds(3), 10)))
        .containsExactly(point(1, 1), point(2, 2));
    assertThat(query(new Query("sensor", Map.of(), T0, T0.plusSeconds(9), 2)))
        .containsExactly(point(0, 0), point(1, 1));
  }

  @Test
  void tagsSelect() throws Exception {
    Point other = new Point("sensor", Map.of("reactor", "BR2"), Map.of("value", 7.0), T0);
    historian.append(List.of(point(0, 1), other));
    assertThat(all("sensor", Map.of("reactor", "BR2"))).containsExactly(other);
    assertThat(all("sensor", Map.of("reactor", "BR3"))).isEmpty();
    assertThat(all("nothing_of_the_kind", Map.of())).isEmpty();
  }

  @Test
  void samePointTwiceIsOnePointAndTheLastOneWins() throws Exception {
    historian.append(List.of(point(0, 1), point(1, 1)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    historian.append(List.of(point(0, 1), point(1, 2)));
    assertThat(all("sensor", Map.of())).containsExactly(point(0, 1), point(1, 2));
  }

  @Test
  void laterPointsMayHaveOtherFieldsAndTags() throws Exception {
    historian.append(List.of(point(0, 1)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    Point wider =
        new Point(
            "sensor",
            Map.of("reactor", "BR1", "tag", "DO", "quality", "GOOD"),
            Map.of("value", 2.0, "age", 5L),
            T0.plusSeconds(1));
    historian.append(List.of(wider));
    historian.append(List.of(wider));
    assertThat(all("sensor", Map.of())).containsExactly(point(0, 1), wider);
  }

  @Test
  void aHostileTextIsDataAndNothingElse() throws Exception {
    String hostile = "' OR 1=1; DROP TABLE sensor; --";
    Point point = new Point("sensor", Map.of("reactor", hostile), Map.of("note", hostile), T0);
    historian.append(List.of(point, point(1, 1)));
    assertThat(all("sensor", Map.of("reactor", hostile))).containsExactly(point);
    assertThat(all("sensor", Map.of("reactor", "' OR '1'='1"))).isEmpty();
  }

  @Test
  void whatNoStoreCanKeepIsRefusedWhereItIsMade() {
    assertThatThrownBy(() -> point(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Point("sensor", Map.of("a", "b"), Map.of("a", 1.0), T0))
        .hasMessageContaining("both a tag and a field named a");
    for (String bad : List.of("", "two\nlines", "ends with \\")) {
      assertThatThrownBy(() -> new Point("sensor", Map.of("a", bad), Map.of("v", 1.0), T0))
          .hasMessageContaining("tag a of sensor");
    }
  }

  /** A point of sensor BR1/DO at T0 plus seconds. */
  protected static Point point(int seconds, double value) {
    return new Point(
        "sensor",
        Map.of("reactor", "BR1", "tag", "DO"),
        Map.of("value", value),
        T0.plusSeconds(seconds));
  }

  /** Everything of a measurement, after a flush. */
  protected final List<Point> all(String measurement, Map<String, String> tags) throws Exception {
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return query(
        new Query(measurement, tags, T0.minusSeconds(3600), T0.plusSeconds(3600), 100_000));
  }

  protected final List<Point> query(Query query) throws Exception {
    return historian.query(query).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
