package io.biopilot.bench.loop;

import io.biopilot.agent.cli.UserError;
import io.biopilot.bench.contender.Contender;
import io.biopilot.bench.numeric.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code biopilot bench loop}: controllers side by side on the same batches. */
@Command(
    name = "loop",
    mixinStandardHelpOptions = true,
    subcommands = TuneCommand.class,
    description = {
      "Runs whole batches in closed loop, in lock step over the real protocols, and compares",
      "controllers on the same seeds. An interrupted run goes on where it was: every batch is a line",
      "in loop-batches.jsonl. Writes a table and a picture. Tune on seeds 101-120, never on 1-20."
    })
public final class LoopCommand implements Callable<Integer> {

  private static final double BATCH_HOURS = 16;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--seeds", paramLabel = "LIST", description = "such as 1-5 or 101,102 (1-5)")
  private String seeds = "1-5";

  @Option(
      names = "--controllers",
      split = ",",
      paramLabel = "NAME",
      description = {
        "recipe, pid, nominal, learning, true-state, true-model, perfect-margin, perfect",
        "(recipe,pid,nominal,learning,perfect)"
      })
  private List<String> controllers = List.of("recipe", "pid", "nominal", "learning", "perfect");

  @Option(names = "--json", description = "print the result for machines")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder of the results (bench/results)")
  private Path out = Path.of("bench", "results");

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "batches side by side (2, or 1 on one core)")
  private @Nullable Integer jobs;

  @Option(
      names = "--until",
      paramLabel = "H",
      description = "stop each batch after so many hours; results are kept apart (harvest)")
  private double until = Double.POSITIVE_INFINITY;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder for keys and the newest journals (data/bench-loop)")
  private Path data = Path.of("data", "bench-loop");

  @Override
  public Integer call() throws InterruptedException {
    List<Contender> contenders = contenders();
    Seeds which = seeds();
    int lanes = jobs == null ? Math.min(2, Runtime.getRuntime().availableProcessors()) : jobs;
    if (lanes < 1 || !(until > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--jobs must be at least 1, --until above 0");
    }
    try {
      String code = CodeHash.ofClassPath();
      String ends = Double.isFinite(until) ? Double.toString(until) : "harvest";
      ResultFile file = new ResultFile(out.resolve("loop-batches.jsonl"), ends);
      Progress progress =
          new Progress(
              spec.commandLine().getErr(), lanes, Math.min(until, BATCH_HOURS), System::nanoTime);
      List<BatchResult> results =
          new Campaign(
                  new Campaign.Asked(which.list(), contenders, code, until, lanes, data),
                  file,
                  progress)
              .run();
      Findings findings = new Findings(origin(code), results);
      write(findings, which);
      print(findings);
      return 0;
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Contender> contenders() {
    List<Contender> found = new ArrayList<>();
    for (String name : controllers) {
      found.add(
          Contender.titled(name)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "--controllers '%s': expected some of %s"
                              .formatted(name, String.join(", ", Contender.titles())))));
    }
    return found;
  }

  private Seeds seeds() {
    try {
      return Seeds.parse(seeds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--seeds " + e.getMessage(), e);
    }
  }

  private Findings.Origin origin(String code) {
    List<String> typed = spec.commandLine().getParseResult().originalArgs();
    return new Findings.Origin(
        Machine.describe(),
        "./biopilot " + String.join(" ", typed),
        Commit.describe(out).map(commit -> "commit " + commit + ", ").orElse("") + "code " + code,
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  private void write(Findings findings, Seeds which) throws IOException {
    Files.createDirectories(out);
    String hours = Double.isFinite(until) ? "-until-" + until : "";
    String name = "loop-seeds-" + which.text().replace(',', '_').replace(" ", "") + hours;
    Files.writeString(out.resolve(name + ".md"), findings.toMarkdown());
    Files.writeString(out.resolve(name + ".json"), findings.toJson());
    String title = "Product and oxygen of whole batches, seeds " + which.text();
    Files.writeString(
        out.resolve(name + ".svg"),
        new Scatter(title, findings.origin().machine(), Standing.of(findings.results())).toSvg());
    PrintWriter err = spec.commandLine().getErr();
    err.println("written: %s.md, .json, .svg".formatted(out.resolve(name)));
    err.flush();
  }

  private void print(Findings findings) {
    PrintWriter to = spec.commandLine().getOut();
    to.print(json ? findings.toJson() : findings.origin().machine() + "\n\n" + findings.table());
    to.flush();
  }
}
