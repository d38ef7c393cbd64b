package io.biopilot.agent.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.agent.cli.UserError;
import io.biopilot.agent.cli.model.ModelSource.Kind;
import io.biopilot.agent.cli.model.SolverOptions.MethodName;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model file from its own initial state. */
@Command(
    name = "simulate",
    description = "Integrates a model file and writes states and outputs.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final int ROWS = 101;

  @Parameters(paramLabel = "FILE", description = "The model file.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(names = "--from", paramLabel = "T", description = "Start (h; default 0).")
  private double from;

  @Option(names = "--until", required = true, paramLabel = "T", description = "End (h).")
  private double until;

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "T",
      description = "Times to write (h), separated by commas; default 101 from start to end.")
  private double[] at = {};

  @Option(
      names = "--inputs",
      paramLabel = "CSV",
      description = "Table with t and one column an input or impulse.")
  private @Nullable Path inputs;

  @Option(
      names = "--input",
      paramLabel = "NAME=VALUE",
      parameterConsumer = Assignments.class,
      description = "An input that keeps one value.")
  private Map<String, Double> constants = new LinkedHashMap<>();

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      parameterConsumer = Assignments.class,
      description = "Another value than the file's.")
  private Map<String, Double> parameters = new LinkedHashMap<>();

  @Option(
      names = "--initial",
      paramLabel = "NAME=VALUE",
      parameterConsumer = Assignments.class,
      description = "Another initial state than the file's.")
  private Map<String, Double> initial = new LinkedHashMap<>();

  @Option(
      names = "--method",
      paramLabel = "M",
      converter = MethodName.Reader.class,
      description = "auto, tsit5, rodas5p, kvaerno5, radau, bdf, euler or rk4 (default rodas5p).")
  private MethodName method = MethodName.RODAS5P;

  @Option(names = "--step", paramLabel = "H", description = "Step of euler and rk4 (h).")
  private double step = Double.NaN;

  @Mixin private SolverOptions solver = new SolverOptions();

  @Option(names = "--out", paramLabel = "CSV", description = "File to write; default the screen.")
  private @Nullable Path out;

  @Option(names = "--json", description = "JSON instead of CSV.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (!Double.isFinite(from) || !Double.isFinite(until)) {
      throw new UserError(
          "--from %s --until %s: expected two finite times (h)".formatted(from, until));
    }
    if (until <= from) {
      throw new UserError(
          "--until %s must lie after --from %s (in h): a process runs forwards"
              .formatted(until, from));
    }
    HybridModel model = ModelSource.load(file);
    InputSchedule schedule = InputsFile.read(model.schema(), inputs, constants, from);
    Integrator integrator = solver.integrator(method, step, until - from);
    Vec p =
        ModelSource.replaced(
            model.nominalParameters(), model.schema().parameters(), parameters, Kind.PARAMETER);
    Vec state =
        ModelSource.replaced(model.initialState(), model.schema().states(), initial, Kind.STATE);
    Solution solution = solve(model, p, schedule, state, integrator);
    SimulationTable table = new SimulationTable(model, p, schedule, solution);
    write(json ? json(table) : table.csv());
    if (!solution.outcome().usable()) {
      spec.commandLine()
          .getErr()
          .println(
              "biopilot: the integration failed: "
                  + Simulation.describe(model.schema(), solution.outcome()));
      return 1;
    }
    return 0;
  }

  private Solution solve(
      HybridModel model, Vec p, InputSchedule schedule, Vec state, Integrator integrator) {
    double[] times = at.length == 0 ? spread() : asked();
    Arrays.sort(times);
    try {
      return new Simulation(integrator)
          .run(model, p, schedule, from, state, until, SaveAt.times(times));
    } catch (IllegalArgumentException wrong) {
      throw new UserError(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private double[] asked() {
    for (double time : at) {
      if (!(time >= from && time <= until)) {
        throw new UserError(
            "--at %s lies outside the span: expected times from %s to %s h"
                .formatted(time, from, until));
      }
    }
    return at.clone();
  }

  private double[] spread() {
    double[] times = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      times[i] = from + (until - from) * i / (ROWS - 1);
    }
    times[ROWS - 1] = until;
    return times;
  }

  private static String json(SimulationTable table) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(table.json())
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void write(String text) {
    if (out == null) {
      PrintWriter screen = spec.commandLine().getOut();
      screen.print(text);
      screen.flush();
      return;
    }
    try {
      Files.writeString(out, text);
    } catch (IOException unwritable) {
      throw new UserError(
          "%s cannot be written: %s".formatted(out, Unreadable.reason(unwritable)), unwritable);
    }
  }
}
