package io.biopilot.bench.numeric;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A six-state model from its YAML beside the same model written by hand in Java. */
final class ModelCase implements NumericCase {
  private static final String MODEL = "six-states.yaml";

  /** At most 1.3 times the time of the hand-written one. */
  private static final double GOAL = 1.0 / 1.3;

  private static final int TURNS = 3;

  private final double[] x = {3.0, 0.4, 0.2, 0.5, 0.004, 2.2, 0.05, 308.0, 4.0};
  private final double[] p;
  private final SmoothMap map;
  private final SmoothMap.Workspace w;

  ModelCase() {
    HybridModel model = ModelFile.parse(MODEL, text());
    map = model.dynamics();
    w = map.workspace(1);
    p = model.nominalParameters().toArray();
    map.bindParameters(p, w);
  }

  private static String text() {
    try (InputStream stream = ModelCase.class.getResourceAsStream(MODEL)) {
      if (stream == null) {
        throw new IllegalStateException("the build lacks the resource " + MODEL);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<Row> measure(Session session) {
    session.progress("model: six states from YAML beside hand-written Java");
    double[] y = new double[map.shape().outputs()];
    double[] jacobian = new double[y.length * map.shape().inputs()];
    double[] yHand = y.clone();
    double[] jacobianHand = jacobian.clone();
    map.valueAndJacobianInto(x, p, y, jacobian, w);
    HandWrittenModel.valueAndJacobianInto(x, p, yHand, jacobianHand);
    double error = Math.max(difference(y, yHand), difference(jacobian, jacobianHand));
    if (!(error < 1e-12)) {
      throw new IllegalStateException("model: ours and hand-written differ by " + error);
    }
    return List.of(
        row(
            session,
            "RHS of a 6-state model from YAML",
            () -> map.valueInto(x, p, y, w),
            () -> HandWrittenModel.valueInto(x, p, yHand),
            error),
        row(
            session,
            "RHS + Jacobian of the same",
            () -> map.valueAndJacobianInto(x, p, y, jacobian, w),
            () -> HandWrittenModel.valueAndJacobianInto(x, p, yHand, jacobianHand),
            error));
  }

  /**
   * In turns, each the least of its rounds: these are nanoseconds on a machine with others on it.
   */
  private static Row row(
      Session session, String work, Runnable ours, Runnable byHand, double error) {
    double oursUs = Double.POSITIVE_INFINITY;
    double handUs = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < TURNS; turn++) {
      oursUs = Math.min(oursUs, session.microseconds(ours));
      handUs = Math.min(handUs, session.microseconds(byHand));
    }
    return new Row(work, oursUs, error, "hand-written Java", handUs, 0.0, GOAL);
  }

  /** Largest difference of two vectors in parts of the larger entry. */
  private static double difference(double[] a, double[] b) {
    double worst = 0.0;
    for (int i = 0; i < a.length; i++) {
      double scale = Math.max(Math.abs(a[i]), Math.abs(b[i]));
      if (scale > 0.0) {
        worst = Math.max(worst, Math.abs(a[i] - b[i]) / scale);
      }
    }
    return worst;
  }
}
