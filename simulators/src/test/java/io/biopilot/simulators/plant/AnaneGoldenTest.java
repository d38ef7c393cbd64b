package io.biopilot.simulators.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The metabolism against trajectories computed elsewhere, with induction switched off. */
class AnaneGoldenTest {

  /** The CSV has ten figures; the method's own error at these steps is smaller. */
  private static final double RELATIVE = 1e-6;

  private final EcoliKinetics kinetics =
      new EcoliKinetics(
          Draw.nominal().with(Constant.KO, 1e-4).with(Constant.AP, 0).with(Constant.KLA, 220));
  private final ClassicRungeKutta method = new ClassicRungeKutta(EcoliKinetics.STATES);

  @Test
  void batchFollowsTheReference() throws IOException {
    List<double[]> rows = rows("anane2017_batch.csv");
    double[] y = start(rows.get(0));
    kinetics.transfer = 220;
    for (int i = 1; i < rows.size(); i++) {
      method.advance(kinetics, y, 1);
      agrees(rows.get(i), y);
    }
    assertThat(rows).hasSize(11);
  }

  @Test
  void fedBatchFollowsTheReferenceUntilOxygenRunsOut() throws IOException {
    List<double[]> rows = rows("anane2017_fedbatch_from8h.csv");
    double[] y = start(rows.get(0));
    kinetics.transfer = 220;
    // F varies: the mean over each stretch of 0.36 s keeps V exact; S lags it by less than 1e-8.
    int stretches = 10_000;
    for (int hour = 1; hour <= 4; hour++) {
      for (int i = 0; i < stretches; i++) {
        double from = hour - 1 + (double) i / stretches;
        double to = hour - 1 + (double) (i + 1) / stretches;
        kinetics.feed = (pumped(to) - pumped(from)) * stretches;
        method.advance(kinetics, y, 1.0 / stretches);
      }
      agrees(rows.get(hour), y);
    }
  }

  /** ∫ F dt of the exponential feed (L). */
  private static double pumped(double t) {
    return 0.006091827854867617 / 0.222 * Math.expm1(0.222 * t);
  }

  private static double[] start(double[] row) {
    double[] y = new double[EcoliKinetics.STATES];
    System.arraycopy(row, 1, y, 0, 6);
    y[EcoliKinetics.SHOCK] = 1;
    return y;
  }

  private static void agrees(double[] row, double[] y) {
    for (int state = EcoliKinetics.V; state <= EcoliKinetics.DOTM; state++) {
      double expected = row[state + 1];
      // Exhausted glucose (2e-18 in the file) is below what either method's absolute error holds.
      double tolerance = Math.max(RELATIVE * Math.abs(expected), 1e-9);
      assertThat(y[state])
          .as("state %d at %s h", state, row[0])
          .isCloseTo(expected, within(tolerance));
    }
  }

  private static List<double[]> rows(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(AnaneGoldenTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("t,"))
          .map(line -> List.of(line.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
