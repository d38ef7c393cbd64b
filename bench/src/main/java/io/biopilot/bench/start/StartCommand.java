package io.biopilot.bench.start;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.archive.ParameterFile;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code biopilot bench start}: fits the models on the recipe batches and finds the recipe. */
@Command(
    name = "start",
    description = {
      "Fits the demo's models on eight simulated recipe batches (seeds 1001-1008)",
      "and finds the best recipe on the nominal one. Writes parameter files and prints the recipe."
    },
    mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {

  /** The parameter that is not left as the fit has it. */
  private static final String BURDEN = "b";

  /**
   * Its value, tuned in closed loop on seeds 101-106: what recipe batches make of the burden lets
   * plans induce too late (docs/decisions/0074).
   */
  private static final double TUNED = 0.2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--models", description = "folder of the model files (default: ${DEFAULT-VALUE})")
  private Path models = Path.of("agent/src/main/resources/io/biopilot/agent/model");

  @Option(
      names = "--iterations",
      description = "of the fit to all batches (default: ${DEFAULT-VALUE})")
  private int iterations = 30;

  @Override
  public Integer call() throws IOException {
    HybridModel nominal = load("ecoli-nominal.yaml");
    List<Batch> batches = new TwinBatches(nominal).recipes();
    NominalFit.Result fit = new NominalFit(nominal, batches, this::say).run(iterations, 6);
    write(nominal, "ecoli-nominal", fit.parameters(), fit);
    HybridModel hybrid = load("ecoli-hybrid.yaml");
    write(hybrid, "ecoli-hybrid", carriedOver(nominal, fit.parameters(), hybrid), fit);
    sayRecipe(new RecipeSearch(nominal.with(fit.parameters(), 0)));
    return 0;
  }

  private HybridModel load(String name) throws IOException {
    Path file = models.resolve(name);
    if (!Files.isReadable(file)) {
      throw new UserError(
          "%s: cannot be read; name the folder of the model files by --models".formatted(file));
    }
    return ModelFile.load(file);
  }

  /**
   * The hybrid model starts from the same mechanistic values; what it has beside them keeps its
   * own.
   */
  private static Vec carriedOver(HybridModel from, Vec values, HybridModel to) {
    double[] carried = to.nominalParameters().toArray();
    for (int i = 0; i < carried.length; i++) {
      String name = to.schema().parameters().get(i).name();
      for (int j = 0; j < values.size(); j++) {
        if (from.schema().parameters().get(j).name().equals(name)) {
          carried[i] = values.get(j);
        }
      }
    }
    return Vec.of(carried);
  }

  private void write(HybridModel model, String name, Vec values, NominalFit.Result fit)
      throws IOException {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("made by", "biopilot bench start");
    provenance.put("data", "simulated recipe batches of ecoli-induced, seeds 1001-1008");
    provenance.put("method", "Levenberg-Marquardt on whole batches, priors of the model file");
    provenance.put(
        "rms residual",
        String.format(Locale.ROOT, "%.3f before, %.3f after", fit.before(), fit.error()));
    Path file = models.resolve(name + ".parameters.yaml");
    Vec tuned = tuned(model, values, provenance);
    ParameterFile parameters = new ParameterFile(model.declaration().hash(), provenance, tuned);
    Files.writeString(file, parameters.toText(model.schema()));
    say("wrote " + file);
    for (int i = 0; i < fit.free().size(); i++) {
      int p = fit.free().get(i);
      say(
          "  %-5s %10.5g   between batches %.0f %%"
              .formatted(
                  model.schema().parameters().get(p).name(),
                  values.get(p),
                  100.0 * fit.spreads().get(i)));
    }
  }

  /** The fitted values with the tuned one in its place, which the provenance tells. */
  private static Vec tuned(HybridModel model, Vec fitted, Map<String, String> provenance) {
    int burden = Schema.indexOf(model.schema().parameters(), BURDEN);
    provenance.put(
        "tuned",
        String.format(
            Locale.ROOT,
            "%s = %s on seeds 101-106 after the fit, which gave %.3f (docs/decisions/0074)",
            BURDEN,
            TUNED,
            fitted.get(burden)));
    return fitted.with(burden, TUNED);
  }

  private void sayRecipe(RecipeSearch search) {
    RecipeSearch.Recipe best = search.best();
    say(
        "recipe: feed from %.2f h, %.5f L/h growing by %.4f 1/h; first dose at %.3f h; doses %s; score %.3f g"
            .formatted(
                best.start(),
                best.first(),
                best.growth(),
                best.induction(),
                best.doses(),
                search.score(best)));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
