package io.biopilot.bench.start;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * The best fixed recipe on a model: first feed, growth rate, induction time and total dose, with
 * the oxygen reserve kept at 30 % and the other limits of plants.md section 18, lines 7 and 8.
 */
final class RecipeSearch {

  /**
   * A recipe.
   *
   * @param start of the feed (h): when the model's batch glucose falls to 0.5 g/L
   * @param first feed (L/h)
   * @param growth of the feed (1/h)
   * @param induction time of the first dose (h)
   * @param dose in all (g); given in equal parts of at most 0.1 g, 15 min apart
   */
  record Recipe(double start, double first, double growth, double induction, double dose) {

    List<InputSchedule.TimedImpulse> doses() {
      int parts = (int) Math.ceil(dose / HIGHEST_DOSE - 1e-9);
      double each = Math.max(DOSE_STEP, Math.round(dose / parts / DOSE_STEP) * DOSE_STEP);
      List<InputSchedule.TimedImpulse> doses = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        doses.add(new InputSchedule.TimedImpulse(induction + i * DOSE_SPACING, 0, each));
      }
      return doses;
    }
  }

  private static final double HARVEST = 16.0;
  private static final double HIGHEST_FEED = 0.15;
  private static final double HIGHEST_DOSE = 0.1;
  private static final double DOSE_STEP = 0.01;
  private static final double DOSE_SPACING = 0.25;
  private static final double STEP = 0.1;
  private static final double RESERVE = 30.0;
  private static final double FEED_AT_GLUCOSE = 0.5;

  private static final Simulation SIMULATION =
      new Simulation(Integrator.of(new Tsit5(), Tolerance.of(1e-6, 1e-8)));

  private final Model model;
  private final double start;

  RecipeSearch(Model model) {
    this.model = model;
    this.start = feedStart();
  }

  /** Best of several starts of the simplex. */
  Recipe best() {
    double[][] starts = {
      {0.008, 0.10, 9.0, 0.10}, {0.012, 0.06, 8.0, 0.06}, {0.010, 0.14, 10.5, 0.16}
    };
    Recipe best = recipe(starts[0]);
    double highest = Double.NEGATIVE_INFINITY;
    for (double[] guess : starts) {
      double[] found =
          new SimplexOptimizer(1e-6, 1e-6)
              .optimize(
                  new MaxEval(4000),
                  GoalType.MAXIMIZE,
                  new InitialGuess(guess),
                  new ObjectiveFunction(x -> score(recipe(x))),
                  new NelderMeadSimplex(new double[] {0.002, 0.03, 1.0, 0.04}))
              .getPoint();
      double value = score(recipe(found));
      if (value > highest) {
        highest = value;
        best = recipe(found);
      }
    }
    return best;
  }

  private Recipe recipe(double[] x) {
    return new Recipe(
        start,
        Math.max(0.001, x[0]),
        x[1],
        Math.max(start, Math.min(HARVEST - 2.0, Math.round(x[2] * 60.0) / 60.0)),
        Math.max(DOSE_STEP, Math.min(0.4, x[3])));
  }

  /** Product at harvest (g) less what the broken limits cost. */
  double score(Recipe recipe) {
    Solution solution = run(recipe);
    if (!solution.outcome().usable()) {
      return -1e3;
    }
    double broken = 0.0;
    for (int i = 0; i < solution.states().size(); i++) {
      Vec x = solution.states().get(i);
      double t = solution.times().get(i);
      broken += STEP * Math.max(0.0, RESERVE - state(x, "R")) / 10.0;
      broken += STEP * Math.max(0.0, state(x, "A") - 1.0) * 5.0;
      broken += t > start ? STEP * Math.max(0.0, state(x, "S") - 1.0) * 5.0 : 0.0;
      broken += STEP * Math.max(0.0, state(x, "V") - 3.0) * 20.0;
    }
    Vec end = solution.states().get(solution.states().size() - 1);
    return state(end, "P") * state(end, "V") - 5.0 * broken;
  }

  private Solution run(Recipe recipe) {
    List<Double> times = new ArrayList<>();
    List<Vec> levels = new ArrayList<>();
    times.add(0.0);
    levels.add(level(0.0));
    for (int k = 0; recipe.start() + k * STEP < HARVEST; k++) {
      times.add(recipe.start() + k * STEP);
      levels.add(
          level(Math.min(HIGHEST_FEED, recipe.first() * Math.exp(recipe.growth() * k * STEP))));
    }
    InputSchedule schedule =
        new InputSchedule(
            Vec.of(times.stream().mapToDouble(Double::doubleValue).toArray()),
            levels,
            recipe.doses());
    return simulate(schedule);
  }

  private Solution simulate(InputSchedule schedule) {
    double[] saves = new double[(int) Math.round(HARVEST / STEP)];
    for (int i = 0; i < saves.length; i++) {
      saves[i] = (i + 1) * STEP;
    }
    saves[saves.length - 1] = HARVEST;
    return SIMULATION.run(
        model.process(),
        model.parameters(),
        schedule,
        0.0,
        model.process().initialState(),
        HARVEST,
        SaveAt.times(saves));
  }

  /** The feed; the plant's DO loop is foreseen to act. */
  private Vec level(double feed) {
    double[] level = new double[model.process().schema().inputs().size()];
    level[input("F")] = feed;
    level[input("N")] = 1200.0;
    level[input("Q")] = 120.0;
    level[input("loop")] = 1.0;
    return Vec.of(level);
  }

  private int input(String name) {
    return Schema.indexOf(model.process().schema().inputs(), name);
  }

  private double state(Vec x, String name) {
    return x.get(Schema.indexOf(model.process().schema().states(), name));
  }

  private double feedStart() {
    Solution batch = simulate(InputSchedule.constant(level(0.0).toArray()));
    for (int i = 0; i < batch.states().size(); i++) {
      if (state(batch.states().get(i), "S") <= FEED_AT_GLUCOSE) {
        return batch.times().get(i);
      }
    }
    throw new IllegalStateException("the model does not use up the batch glucose before harvest");
  }
}
