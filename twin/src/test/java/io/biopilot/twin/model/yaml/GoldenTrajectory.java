package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model file beside a trajectory that somebody else computed. */
final class GoldenTrajectory {
  private static final String FOLDER = "/io/biopilot/twin/model/golden/";

  private final HybridModel model;
  private final List<double[]> rows = new ArrayList<>();

  /** Reads the published model and ROWS.csv of the resources; the columns are t and the states. */
  GoldenTrajectory(String modelName, String rowsName) {
    model = model(modelName);
    boolean header = true;
    for (String line : text(rowsName + ".csv").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (header) {
        List<String> names = model.schema().states().stream().map(Quantity::name).toList();
        assertThat(line).isEqualTo("t," + String.join(",", names));
        header = false;
      } else {
        rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray());
      }
    }
  }

  static HybridModel model(String name) {
    return ModelFile.parse(name + ".yaml", ModelFile.published(name));
  }

  private static String text(String name) {
    try (InputStream stream = GoldenTrajectory.class.getResourceAsStream(FOLDER + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  HybridModel model() {
    return model;
  }

  /** Integrates from the first row and compares every other one, entry by entry. */
  void check(Integrator integrator, InputSchedule inputs, double relative, double absolute) {
    Solution solution = solve(integrator, inputs);
    for (int k = 1; k < rows.size(); k++) {
      for (int i = 0; i < model.schema().states().size(); i++) {
        double expected = rows.get(k)[i + 1];
        assertThat(solution.states().get(k).get(i))
            .as("%s at %s h", model.schema().states().get(i).name(), rows.get(k)[0])
            .isCloseTo(expected, within(absolute + relative * Math.abs(expected)));
      }
    }
  }

  Solution solve(Integrator integrator, InputSchedule inputs) {
    double[] times = rows.stream().mapToDouble(row -> row[0]).toArray();
    double[] first = Arrays.copyOfRange(rows.get(0), 1, rows.get(0).length);
    return new Simulation(integrator)
        .run(
            model,
            model.nominalParameters(),
            inputs,
            times[0],
            Vec.of(first),
            times[times.length - 1],
            SaveAt.times(times))
        .orThrow();
  }
}
