package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpeedWatchTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> told = new ArrayList<>();

  /** Values each 200 ms for some seconds of the wall clock, from a plant of a speed. */
  private void values(SpeedWatch watch, double from, double seconds, double speed) {
    for (double wall = from; wall < from + seconds; wall += 0.2) {
      String words =
          watch.seen(
              T0.plusMillis(Math.round(1000 * wall * speed)),
              T0.plusMillis(Math.round(1000 * wall)));
      if (words != null) {
        told.add(words);
      }
    }
  }

  @Test
  void plantThatGoesFasterIsToldOnce() {
    values(new SpeedWatch(1), 0, 60, 60);
    assertThat(told)
        .containsExactly(
            "its time goes 60 times as fast as the clock, but the configuration says 1");
  }

  @Test
  void plantThatGoesSlowerIsToldOnce() {
    values(new SpeedWatch(60), 0, 60, 1);
    assertThat(told)
        .containsExactly(
            "its time goes 1 times as fast as the clock, but the configuration says 60");
  }

  @Test
  void rightSpeedIsNotTold() {
    values(new SpeedWatch(60), 0, 60, 60);
    values(new SpeedWatch(1), 0, 60, 1.02);
    assertThat(told).isEmpty();
  }

  /** Values held up for a minute come at once, then all is as before. */
  @Test
  void burstAfterAnOutageIsNotTold() {
    SpeedWatch watch = new SpeedWatch(1);
    values(watch, 0, 12, 1);
    watch.seen(T0.plusSeconds(70), T0.plusSeconds(14));
    values(watch, 70, 60, 1);
    assertThat(told).isEmpty();
  }

  @Test
  void timesThatStandStillAreNotASpeed() {
    values(new SpeedWatch(1), 0, 60, 0);
    assertThat(told).isEmpty();
  }
}
