package io.biopilot.agent.cli.model;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelDeclaration;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Stoichiometry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a model file means, or everything that is wrong with it. */
@Command(
    name = "check",
    description = "Says what was understood of a model file, or what is wrong with it and where.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The model file.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    HybridModel model = ModelSource.load(file);
    PrintWriter out = spec.commandLine().getOut();
    ModelDeclaration declared = model.declaration();
    out.printf("%s: model %s is usable%n", file, declared.name());
    if (!declared.description().isEmpty()) {
      out.printf("  %s%n", declared.description());
    }
    out.println("states");
    for (ModelDeclaration.State state : declared.states()) {
      line(
          out,
          state.quantity(),
          "starts at %s, sd %s, noise %s per sqrt(h)"
              .formatted(
                  figure(state.initial()), figure(state.deviation()), figure(state.noise())));
    }
    list(out, "inputs", model.schema().inputs());
    list(out, "impulses", model.schema().impulses());
    parameters(out, model);
    networks(out, declared);
    reactions(out, model);
    list(out, "named expressions and rates", model.intermediates());
    list(out, "outputs", model.schema().outputs());
    out.printf("hash %s%n", model.nominal().hash());
    out.flush();
  }

  private static void list(PrintWriter out, String title, List<Quantity> quantities) {
    if (!quantities.isEmpty()) {
      out.println(title);
      quantities.forEach(quantity -> line(out, quantity, range(quantity)));
    }
  }

  private static void line(PrintWriter out, Quantity quantity, String detail) {
    String description = quantity.description().isEmpty() ? "" : "  " + quantity.description();
    out.printf("  %-14s %-12s %s%s%n", quantity.name(), quantity.unit(), detail, description);
  }

  private static String range(Quantity quantity) {
    boolean below = Double.isFinite(quantity.lower());
    boolean above = Double.isFinite(quantity.upper());
    if (!below && !above) {
      return "";
    }
    return "from %s to %s"
        .formatted(below ? figure(quantity.lower()) : "-", above ? figure(quantity.upper()) : "-");
  }

  private static void parameters(PrintWriter out, HybridModel model) {
    List<ModelDeclaration.Parameter> parameters = model.declaration().parameters();
    if (parameters.isEmpty()) {
      return;
    }
    out.println("parameters");
    for (ModelDeclaration.Parameter parameter : parameters) {
      Prior prior = parameter.prior();
      String known =
          prior.estimated()
              ? ", estimated%s, sd %s"
                  .formatted(
                      prior.logarithmic() ? " on the logarithm" : "", figure(prior.deviation()))
              : "";
      line(out, parameter.quantity(), figure(parameter.value()) + known);
    }
  }

  private static void networks(PrintWriter out, ModelDeclaration declared) {
    if (declared.networks().isEmpty()) {
      return;
    }
    out.println("networks");
    for (ModelDeclaration.NetworkFactor network : declared.networks()) {
      out.printf(
          "  %-14s %d inputs -> %s %s -> %s%n",
          network.name(),
          network.inputs().size(),
          network.layers(),
          network.activation().name().toLowerCase(Locale.ROOT),
          String.join(", ", network.outputs()));
    }
  }

  private static void reactions(PrintWriter out, HybridModel model) {
    Stoichiometry stoichiometry = model.stoichiometry();
    if (stoichiometry.reactions().isEmpty()) {
      return;
    }
    out.printf(
        "reactions %s; rank of the stoichiometry %d%n",
        String.join(", ", stoichiometry.reactions()), stoichiometry.rank());
    for (Vec law : stoichiometry.conserved()) {
      out.printf("  no reaction changes %s%n", sum(model.schema().states(), law));
    }
  }

  private static String sum(List<Quantity> states, Vec law) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < law.size(); i++) {
      if (law.get(i) != 0.0) {
        terms.add((law.get(i) == 1.0 ? "" : figure(law.get(i)) + " ") + states.get(i).name());
      }
    }
    return String.join(" + ", terms);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.6g", value).replaceAll("\\.?0+($|e)", "$1");
  }
}
