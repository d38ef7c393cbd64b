package io.biopilot.twin.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Stimulus.Pulse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random levels, doses and observations, many of them at the same time, at the start or at the end:
 * every method and every way to differentiate says the same.
 */
class RandomSchedulesTest {
  private static final double END = 4.0;

  private static double time(RandomGenerator random) {
    // on a coarse grid, so that things meet
    return random.nextBoolean() ? 0.5 * random.nextInt(9) : END * random.nextDouble();
  }

  private static Experiment experiment(RandomGenerator random) {
    TreeSet<Double> switches = new TreeSet<>(List.of(0.0));
    for (int i = random.nextInt(4); i > 0; i--) {
      switches.add(time(random));
    }
    List<Vec> levels = new ArrayList<>();
    switches.forEach(s -> levels.add(Vec.of(random.nextDouble(0.0, 2.0))));
    double[] doses = new double[random.nextInt(4)];
    Arrays.setAll(doses, i -> time(random));
    Arrays.sort(doses);
    List<Pulse> pulses = new ArrayList<>();
    for (double at : doses) {
      pulses.add(new Pulse(at, 0, random.nextDouble(0.1, 1.0)));
    }
    double[] starts = switches.stream().mapToDouble(Double::doubleValue).toArray();
    Vec initial = Vec.of(random.nextDouble(), random.nextDouble());
    return Experiment.of(0.0, END, initial, new Stimulus(Vec.of(starts), levels, pulses));
  }

  private static Loss loss(RandomGenerator random) {
    TreeSet<Double> times = new TreeSet<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      times.add(time(random));
    }
    return new Fixtures.Squares(times.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Gradient solve(Adjoint adjoint, Experiment experiment, Loss loss) {
    GradientSolver solver = adjoint.solver(Fixtures.driven());
    Outcome outcome = solver.solve(experiment, Fixtures.DRIVEN_P, loss);
    assertThat(outcome.usable()).as(outcome.describe()).isTrue();
    return solver.gradient();
  }

  private static Integrator accurate(Method method) {
    return Integrator.of(method, Tolerance.of(1e-10, 1e-11));
  }

  @Seeds(count = 40)
  void everyMethodAndEveryAdjointAgree(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Experiment experiment = experiment(random);
    Loss loss = loss(random);
    Gradient reference = solve(new Adjoint.Discrete(accurate(new Tsit5())), experiment, loss);
    for (Method method : List.of(new Kvaerno5(), new RadauIIA5())) {
      agree(reference, solve(new Adjoint.Discrete(accurate(method)), experiment, loss));
      agree(reference, solve(new Adjoint.Discrete(accurate(method), 3_000), experiment, loss));
    }
    for (Method method : List.of(new Tsit5(), new Rodas5P(), new Bdf())) {
      Integrator integrator = accurate(method);
      agree(reference, solve(new Adjoint.Continuous(integrator, integrator), experiment, loss));
    }
    Gradient forward = solve(new Adjoint.Forward(accurate(new Tsit5())), experiment, loss);
    same("parameters", reference.parameters(), forward.parameters());
    same("initial state", reference.initial(), forward.initial());
  }

  private static void agree(Gradient a, Gradient b) {
    assertThat(b.loss()).isCloseTo(a.loss(), within(1e-6));
    same("parameters", a.parameters(), b.parameters());
    same("initial state", a.initial(), b.initial());
    same("switch times", a.switchTimes(), b.switchTimes());
    same("dose times", a.pulseTimes(), b.pulseTimes());
    same("dose amounts", a.pulseAmounts(), b.pulseAmounts());
    for (int i = 0; i < a.levels().size(); i++) {
      same("levels", a.levels().get(i), b.levels().get(i));
    }
  }

  private static void same(String what, Vec a, Vec b) {
    for (int i = 0; i < a.size(); i++) {
      assertThat(b.get(i))
          .as("%s, entry %d", what, i)
          .isCloseTo(a.get(i), within(2e-6 * (1.0 + Math.abs(a.get(i)))));
    }
  }
}
