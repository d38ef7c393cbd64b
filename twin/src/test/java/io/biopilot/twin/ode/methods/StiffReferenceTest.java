package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stiff methods against the end values of a public test set. */
class StiffReferenceTest {

  record Reference(String problem, double end, Vec values) {
    @Override
    public String toString() {
      return problem + " t=" + end;
    }

    InitialValueProblem initialValueProblem() {
      return switch (problem) {
        case "ROBER" -> of(StiffProblems.robertson(), StiffProblems.robertsonStart());
        case "HIRES" -> of(StiffProblems.hires(), StiffProblems.hiresStart());
        case "VDPOL" -> of(StiffProblems.vanDerPol(), StiffProblems.vanDerPolStart());
        default -> throw new IllegalStateException(problem);
      };
    }

    private InitialValueProblem of(VectorField field, Vec start) {
      return InitialValueProblem.of(field, 0.0, start, end);
    }

    /** Largest relative error. */
    double error(Vec y) {
      double worst = 0.0;
      for (int i = 0; i < y.size(); i++) {
        worst = Math.max(worst, Math.abs(y.get(i) / values.get(i) - 1.0));
      }
      return worst;
    }
  }

  static List<Reference> references() throws IOException {
    List<Reference> all = new ArrayList<>();
    String name = "/io/biopilot/twin/ode/stiff-end-values.csv";
    try (InputStream in = StiffReferenceTest.class.getResourceAsStream(name);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(",");
          double[] numbers =
              Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
          Vec values = Vec.of(Arrays.copyOfRange(numbers, 1, numbers.length));
          all.add(new Reference(cells[0], numbers[0], values));
        }
      }
    }
    return all;
  }

  static Stream<Arguments> pairs() throws IOException {
    List<Method> methods =
        List.of(
            new Rodas5P(),
            new Kvaerno5(),
            new RadauIIA5(),
            new Bdf(),
            AutoSwitch.of(new Tsit5(), new Rodas5P()));
    return references().stream()
        .flatMap(reference -> methods.stream().map(m -> Arguments.of(m.name(), m, reference)));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("pairs")
  void endValuesAgreeWithTheReference(String name, Method method, Reference reference) {
    double tolerance = 1e-7;
    // the states' scales differ by 1e6 and fall to 1e-13
    double absolute = reference.end() > 1e5 ? 1e-18 : 1e-13;
    Integrator integrator = Integrator.of(method, Tolerance.of(tolerance, absolute));
    Solution solution = integrator.solve(reference.initialValueProblem(), SaveAt.end());
    assertThat(solution.outcome()).isEqualTo(new Outcome.Reached(reference.end()));
    assertThat(reference.error(solution.endState())).isLessThan(100.0 * tolerance);
    assertThat(solution.statistics().accepted()).isLessThan(4000);
  }

  @Test
  void radauReachesElevenDigits() throws IOException {
    for (Reference reference : references()) {
      double absolute = reference.end() > 1e5 ? 1e-22 : 1e-17;
      Integrator integrator = Integrator.of(new RadauIIA5(), Tolerance.of(1e-11, absolute));
      Solution solution = integrator.solve(reference.initialValueProblem(), SaveAt.end());
      assertThat(reference.error(solution.endState())).as("%s", reference).isLessThan(3e-11);
    }
  }
}
