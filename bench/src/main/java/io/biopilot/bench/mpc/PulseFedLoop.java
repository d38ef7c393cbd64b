package io.biopilot.bench.mpc;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Controller;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.PlanSettings;
import io.biopilot.mpc.control.RecedingHorizon;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.estimation.UnscentedFilter;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The mini-reactor fed by pulses (the example {@code pulse-fed}) in closed loop: glucose, acetate
 * and biomass sampled every hour, oxygen 25 times an hour, all noisy; an unscented filter; a plan
 * to the end every hour. The plant is the model; only the noise differs between seeds.
 */
final class PulseFedLoop {

  /** Biomass of the best nominal profile that keeps DOT ≥ 20 % (g/L). */
  static final double NOMINAL = 7.2575;

  static final double LEAST_OXYGEN = 20.0;

  private static final int OXYGEN_AN_HOUR = 25;
  private static final int LOOKS_AN_HOUR = 720; // every 5 s
  private static final int FIRST_PLAN = 5; // h
  private static final int TRIES = 12;
  private static final int MOST_ITERATIONS = 900;
  private static final double[] NOISE = {0.2, 0.2, 0.5, 5.0};
  private static final int OXYGEN = 3;

  /**
   * @param biomass at the end (g/L)
   * @param lowestOxygen DOT of the plant (%), looked at every 5 s
   * @param doses number of pulses
   * @param planMicroseconds thread CPU time of the slowest plan
   * @param withoutPlan hours without a plan of their own
   */
  record Result(
      double biomass, double lowestOxygen, int doses, double planMicroseconds, int withoutPlan) {}

  private final int end;
  private final Goals goals;
  private final BatchFile file = BatchFile.parse("pulse-fed", BatchFile.example("pulse-fed"));
  private final Model model = file.model().nominal();
  private final Simulation simulation =
      new Simulation(Integrator.of(new Rodas5P(), Tolerance.of(1e-8, 1e-10)));
  private final UnscentedFilter filter =
      new UnscentedFilter(
          Integrator.of(new Rodas5P(), Tolerance.of(1e-6, 1e-8)), 0.5, 0.5, 0.25, 6.0);

  /**
   * @param end whole hours since the start
   * @param margin that the plan keeps from DOT 20 % at its nodes (%)
   */
  PulseFedLoop(int end, double margin) {
    this.end = end;
    goals = new Goals(end, Map.of("DOT.margin", margin));
  }

  /** What was done and is known, hour by hour. */
  private static final class Run {
    Vec truth = Vec.zeros(0);
    Belief belief;
    Memory memory;
    final List<TimedImpulse> given = new ArrayList<>();
    List<TimedImpulse> planned = List.of();
    double lowest = Double.POSITIVE_INFINITY;
    double slowest;
    int withoutPlan;

    Run(Belief belief, Memory memory) {
      this.belief = belief;
      this.memory = memory;
    }
  }

  Result run(long seed) {
    GoalFile.Goal goal = file.goal();
    Scheme scheme = new Scheme(Tableau.named(goal.method()), goal.step(), SmallProducts.best());
    PlanSettings settings = PlanSettings.of(scheme).withDoseTries(TRIES);
    RecedingHorizon controller =
        new RecedingHorizon(
            goal.problem(), settings.withSolver(settings.solver().withTolerance(goal.tolerance())));
    Vec start = model.process().initialState();
    Run run = new Run(filter.start(model, initial(start)), controller.initialMemory());
    run.truth = start;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int hour = 0; hour < end; hour++) {
      if (hour >= FIRST_PLAN) {
        plan(controller, run);
        for (TimedImpulse dose : run.planned) {
          if (dose.time() >= hour && dose.time() < hour + 1) {
            run.given.add(dose);
          }
        }
      }
      pass(run, hour, random);
    }
    return new Result(run.truth.get(0), run.lowest, run.given.size(), run.slowest, run.withoutPlan);
  }

  private Estimate initial(Vec state) {
    int n = state.size();
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      double sd = model.process().initialUncertainty().get(i);
      covariance[i * n + i] = sd * sd;
    }
    return new Estimate(0.0, state, Vec.of(covariance));
  }

  private static InputSchedule schedule(Run run) {
    return new InputSchedule(Vec.of(0.0), List.of(Vec.zeros(0)), run.given);
  }

  private void plan(RecedingHorizon controller, Run run) {
    RecedingHorizon.Scratch workspace = controller.workspace();
    long before = cpu();
    Controller.Prepared prepared =
        controller.prepare(run.memory, model, goals, schedule(run), workspace);
    Decision decision =
        controller.feedback(
            prepared, run.belief.estimate(), new Budget.Iterations(MOST_ITERATIONS), workspace);
    run.slowest = Math.max(run.slowest, 1e-3 * (cpu() - before));
    run.memory = decision.memory();
    if (decision instanceof Decision.Planned planned) {
      run.planned = planned.plan().inputs().impulses();
    } else {
      run.withoutPlan++;
    }
  }

  /** Thread CPU time (ns). */
  static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** An hour of the plant, and what is measured of it. */
  private void pass(Run run, int hour, RandomGenerator random) {
    InputSchedule inputs = schedule(run);
    double[] times = new double[LOOKS_AN_HOUR];
    for (int i = 0; i < times.length; i++) {
      times[i] = hour + (i + 1.0) / LOOKS_AN_HOUR;
    }
    times[times.length - 1] = hour + 1.0;
    Solution solution =
        simulation.run(
            model.process(),
            model.parameters(),
            inputs,
            hour,
            run.truth,
            hour + 1.0,
            SaveAt.times(times));
    if (!solution.outcome().usable()) {
      throw new IllegalStateException(solution.outcome().describe());
    }
    for (Vec state : solution.states()) {
      run.lowest = Math.min(run.lowest, state.get(OXYGEN));
    }
    run.truth = solution.states().get(solution.states().size() - 1);
    for (int k = 1; k <= OXYGEN_AN_HOUR; k++) {
      int at = (int) Math.rint((double) k * LOOKS_AN_HOUR / OXYGEN_AN_HOUR) - 1;
      measure(run, times[at], solution.states().get(at), k == OXYGEN_AN_HOUR, inputs, random);
    }
  }

  private void measure(
      Run run,
      double time,
      Vec state,
      boolean whole,
      InputSchedule inputs,
      RandomGenerator random) {
    List<Integer> outputs = whole ? List.of(0, 1, 2, 3) : List.of(OXYGEN);
    double[] values = new double[outputs.size()];
    double[] deviations = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int output = outputs.get(i);
      deviations[i] = NOISE[output];
      values[i] = state.get(output) + NOISE[output] * random.nextGaussian();
    }
    run.belief = filter.advance(run.belief, model, inputs, time);
    Measurement measurement = new Measurement(time, outputs, Vec.of(values), Vec.of(deviations));
    Correction correction = filter.observe(run.belief, model, inputs, measurement);
    run.belief = correction.belief();
  }
}
