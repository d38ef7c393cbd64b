package io.biopilot.agent.cli.optimize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.agent.cli.CommandGroup;
import io.biopilot.agent.cli.UserError;
import io.biopilot.mpc.control.BatchPlan;
import io.biopilot.mpc.control.BatchPlanner;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.mpc.problem.yaml.GoalException;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plans a whole batch from a file. */
@Command(
    name = "optimize",
    mixinStandardHelpOptions = true,
    description = {
      "Plans a whole batch of your own model and goal.",
      "Writes NAME.course.csv, NAME.schedule.csv and NAME.svg, and says how good the plan is."
    },
    footer = {
      "",
      "Begin with: biopilot optimize --example > batch.yaml; biopilot optimize batch.yaml",
      "The form is described in docs/goal.md. Exit codes: 0 a plan was made, 1 none could be made,",
      "2 the file or the call was wrong."
    })
public final class OptimizeCommand implements CommandGroup, Callable<Integer> {

  private static final int ROWS = 400;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Goal and batch (YAML).")
  private @Nullable Path file;

  @Option(
      names = "--example",
      arity = "0..1",
      fallbackValue = "fed-batch",
      paramLabel = "NAME",
      description =
          "Print an example: fed-batch (default), robust, lee-ramirez, pulse-fed, own-model.")
  private @Nullable String example;

  @Option(names = "--schema", description = "Print the JSON schema of the form.")
  private boolean schema;

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where to write; default here.")
  private Path out = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value of a number of the goal, e.g. F.upper=0.1.")
  private Map<String, Double> settings = new LinkedHashMap<>();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Most iterations of the solver (default ${DEFAULT-VALUE}).")
  private int iterations = 4000;

  @Option(names = "--json", description = "Say the result as JSON.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Object command() {
    return new OptimizeCommand();
  }

  @Override
  public Integer call() {
    if (schema) {
      return say(GoalFile.jsonSchema());
    }
    if (example != null) {
      return say(example(example));
    }
    if (file == null) {
      throw new UserError(
          "which file? 'biopilot optimize --example > batch.yaml' writes one to start from");
    }
    BatchFile batch = load(file);
    requireSensible(batch);
    Integrator accurate = Integrator.of(new Rodas5P(), Tolerance.of(1e-9, 1e-12));
    BatchPlanner planner = new BatchPlanner(batch, settings, accurate, ROWS);
    BatchPlan plan;
    try (ProgressLine progress = json ? ProgressLine.silent() : ProgressLine.onTerminal()) {
      plan = planner.plan(new Budget.Iterations(iterations), progress);
    }
    if (plan instanceof BatchPlan.Made made) {
      PlanWords words = new PlanWords(file.toString(), batch, made);
      List<Path> written = write(batch, made, words, file);
      say(json ? text(words.json(written)) : words.text(written));
      return 0;
    }
    if (plan instanceof BatchPlan.NotMade none) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("biopilot: no plan for %s: %s%n", file, none.reason());
      return 1;
    }
    throw new AssertionError(plan);
  }

  private static String example(String name) {
    try {
      return BatchFile.example(name);
    } catch (IllegalArgumentException unknown) {
      throw new UserError("--example: " + unknown.getMessage(), unknown);
    }
  }

  private static BatchFile load(Path file) {
    try {
      return BatchFile.load(file);
    } catch (GoalException wrong) {
      throw new UserError("%s is no usable goal:%n%s".formatted(file, wrong.getMessage()), wrong);
    } catch (ModelException wrong) {
      throw new UserError(
          "the model of %s is not usable (%d found):%n%s"
              .formatted(file, wrong.problems().size(), wrong.getMessage()),
          wrong);
    } catch (IOException unreadable) {
      throw new UserError(
          "%s cannot be read: %s; 'biopilot optimize --example > %s' writes one to start from"
              .formatted(file, unreadable, file),
          unreadable);
    }
  }

  private void requireSensible(BatchFile batch) {
    OptimalControlProblem problem = batch.goal().problem();
    List<String> objections;
    try {
      objections = problem.objections(problem.values(settings));
    } catch (IllegalArgumentException unknown) {
      throw new UserError("--set: " + unknown.getMessage(), unknown);
    }
    if (!objections.isEmpty()) {
      throw new UserError("--set: " + String.join("; ", objections));
    }
    if (iterations < 1) {
      throw new UserError("--iterations is %d, expected at least 1".formatted(iterations));
    }
  }

  private List<Path> write(BatchFile batch, BatchPlan.Made made, PlanWords words, Path from) {
    String name = String.valueOf(from.getFileName()).replaceAll("\\.ya?ml$", "");
    PlanTables tables = new PlanTables(batch, made);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".schedule.csv", tables.schedule());
    String course = tables.course();
    if (course != null) {
      files.put(name + ".course.csv", course);
      files.put(
          name + ".svg",
          new Picture(words.title(), words.lines()).svg(new PlanPanels(batch, made).all()));
    }
    for (BatchPlan.ScenarioCheck scenario : made.scenarios()) {
      PlanTables own = new PlanTables(batch, scenario);
      // Where all moves are common there is but one schedule.
      if (!scenario.plan().inputs().equals(made.decision().plan().inputs())) {
        files.put(name + "." + scenario.name() + ".schedule.csv", own.schedule());
      }
      String theirs = own.course();
      if (theirs != null) {
        files.put(name + "." + scenario.name() + ".course.csv", theirs);
      }
    }
    try {
      Files.createDirectories(out.toAbsolutePath());
      for (Map.Entry<String, String> entry : files.entrySet()) {
        Files.writeString(out.resolve(entry.getKey()), entry.getValue());
      }
    } catch (IOException unwritable) {
      throw new UserError("--out %s cannot be written: %s".formatted(out, unwritable), unwritable);
    }
    return files.keySet().stream().map(out::resolve).toList();
  }

  private static String text(Map<String, Object> summary) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private int say(String text) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.print(text);
    screen.flush();
    return 0;
  }
}
