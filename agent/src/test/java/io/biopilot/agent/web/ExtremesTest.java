package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Quality;
import io.biopilot.testing.Seeds;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ExtremesTest {

  private static Column noise(long seed, int size) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Column column = new Column("g/L");
    for (int i = 0; i < size; i++) {
      column.add(i * 1_000L, random.nextGaussian(), Double.NaN, Quality.GOOD);
    }
    return column;
  }

  @Test
  void keepsEverythingThatFitsTheBudget() {
    Column column = noise(1, 100);
    int[] kept = new int[100];
    assertThat(Extremes.select(column, 0, 100, 100, kept)).isEqualTo(100);
    assertThat(kept[99]).isEqualTo(99);
  }

  @Seeds(count = 20)
  void neverLosesTheHighestAndTheLowestAndKeepsTheOrder(long seed) {
    Column column = noise(seed, 10_007);
    int[] kept = new int[10_007];
    int count = Extremes.select(column, 0, 10_007, 500, kept);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 10_007; i++) {
      low = Math.min(low, column.value(i));
      high = Math.max(high, column.value(i));
    }
    boolean sawLow = false;
    boolean sawHigh = false;
    for (int k = 0; k < count; k++) {
      sawLow |= column.value(kept[k]) == low;
      sawHigh |= column.value(kept[k]) == high;
      if (k > 0) {
        assertThat(kept[k]).isGreaterThan(kept[k - 1]);
      }
    }
    assertThat(count).isBetween(400, 500);
    assertThat(sawLow).isTrue();
    assertThat(sawHigh).isTrue();
  }

  @Test
  void aSingleBadReadingSurvives() {
    Column column = noise(3, 5_000);
    column.add(2_500_500L, 0, Double.NaN, Quality.BAD);
    int[] kept = new int[column.size()];
    int count = Extremes.select(column, 0, column.size(), 100, kept);
    boolean found = false;
    for (int k = 0; k < count; k++) {
      found |= column.quality(kept[k]) == Quality.BAD;
    }
    assertThat(found).isTrue();
  }

  @Test
  void numbersWinOverNaN() {
    Column column = new Column("g/L");
    for (int i = 0; i < 1_000; i++) {
      column.add(i, i == 500 ? 7 : Double.NaN, Double.NaN, Quality.GOOD);
    }
    int[] kept = new int[1_000];
    int count = Extremes.select(column, 0, 1_000, 10, kept);
    boolean found = false;
    for (int k = 0; k < count; k++) {
      found |= kept[k] == 500;
    }
    assertThat(found).isTrue();
  }
}
