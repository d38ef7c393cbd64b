package io.biopilot.agent.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.agent.cli.UserError;
import io.biopilot.agent.cli.model.SolverOptions.MethodName;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.ResidualLoss.Observation;
import io.biopilot.twin.model.Schema;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model fits observations, and how that changes with its parameters: three answers. */
@Command(
    name = "gradient",
    description = {
      "Compares a model file with observations: ½ Σ ((output - value) / sd)² and its gradient,",
      "by the adjoint, by forward sensitivities and by differences."
    },
    mixinStandardHelpOptions = true)
final class GradientCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The model file.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(
      names = "--observations",
      required = true,
      paramLabel = "CSV",
      description = "t,output,value[,sd] or t and one column an output.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path observations;

  @Option(
      names = "--parameters",
      split = ",",
      paramLabel = "NAME",
      description = "Parameters, separated by commas; default those the file lets estimate.")
  private List<String> names = new ArrayList<>();

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
      names = "--sd",
      paramLabel = "SD",
      description = "Where the table has none (default ${DEFAULT-VALUE}, in the output's unit).")
  private double deviation = 1.0;

  @Option(
      names = "--method",
      paramLabel = "M",
      converter = MethodName.Reader.class,
      description = "tsit5, kvaerno5 or radau (default kvaerno5).")
  private MethodName method = MethodName.KVAERNO5;

  @Mixin private SolverOptions solver = new SolverOptions();

  @Option(names = "--json", description = "JSON instead of a table.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    HybridModel model = ModelSource.load(file);
    if (!List.of(MethodName.TSIT5, MethodName.KVAERNO5, MethodName.RADAU).contains(method)) {
      throw new UserError(
          "--method %s cannot be differentiated step by step; use tsit5, kvaerno5 or radau"
              .formatted(method.text()));
    }
    if (!(deviation > 0.0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new UserError("--sd is %s, expected a finite number > 0".formatted(deviation));
    }
    Schema schema = model.schema();
    InputSchedule schedule = InputsFile.read(schema, inputs, constants, 0.0);
    List<Observation> seen = ObservationsFile.read(schema, observations, deviation);
    List<Integer> chosen = chosen(model);
    GradientComparison comparison =
        new GradientComparison(model, schedule, seen, solver, method.method());
    GradientComparison.Result result;
    try {
      result = comparison.of(chosen);
    } catch (ArithmeticException failed) {
      spec.commandLine().getErr().println("biopilot: " + failed.getMessage());
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(schema, result));
    } else {
      print(out, schema, result);
    }
    out.flush();
    return 0;
  }

  private List<Integer> chosen(HybridModel model) {
    List<Integer> chosen = new ArrayList<>();
    List<Quantity> all = model.schema().parameters();
    for (String name : names) {
      chosen.add(ModelSource.indexOf(all, name, "parameter", "--parameters "));
    }
    if (names.isEmpty()) {
      for (int i = 0; i < all.size(); i++) {
        if (model.priors().get(i).estimated()) {
          chosen.add(i);
        }
      }
    }
    if (chosen.isEmpty()) {
      throw new UserError(
          "no parameter of the model has 'estimate: true'; name some with --parameters");
    }
    return chosen;
  }

  private static void print(PrintWriter out, Schema schema, GradientComparison.Result result) {
    out.printf(Locale.ROOT, "value %.12g%n", result.value());
    out.printf(
        "%-16s %-12s %22s %22s %22s%n", "parameter", "unit", "adjoint", "forward", "differences");
    for (GradientComparison.Entry entry : result.entries()) {
      Quantity parameter = schema.parameters().get(entry.parameter());
      out.printf(
          Locale.ROOT,
          "%-16s %-12s %22.12g %22.12g %22.12g%n",
          parameter.name(),
          "1/(" + parameter.unit() + ")",
          entry.adjoint(),
          entry.forward(),
          entry.difference());
    }
    out.printf(
        Locale.ROOT,
        "largest deviation from the adjoint, in parts of its largest entry x parameter:"
            + " forward %.1e, differences %.1e%n",
        result.forwardDeviation(),
        result.differenceDeviation());
  }

  private static String json(Schema schema, GradientComparison.Result result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (GradientComparison.Entry entry : result.entries()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("parameter", schema.parameters().get(entry.parameter()).name());
      row.put("value", entry.value());
      row.put("adjoint", entry.adjoint());
      row.put("forward", entry.forward());
      row.put("differences", entry.difference());
      rows.add(row);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("value", result.value());
    all.put("gradient", rows);
    all.put("forward_deviation", result.forwardDeviation());
    all.put("differences_deviation", result.differenceDeviation());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
