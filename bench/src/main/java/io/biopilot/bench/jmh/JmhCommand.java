package io.biopilot.bench.jmh;

import io.biopilot.agent.cli.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code biopilot bench jmh}: our kernels, steps, gradients and LU, each alone, by JMH. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = {
      "JMH microbenchmarks of network kernels, solver, gradient, LU and predictive control.",
      "Each figure comes with its error; the comparison with peers is bench numeric."
    })
public final class JmhCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Benchmarks whose name matches, e.g. Lu or NeuralOde.*gradient.",
      defaultValue = ".*")
  private String pattern = ".*";

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Measured seconds of each benchmark in each of two forks (default 5).",
      defaultValue = "5")
  private int iterations = 5;

  @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw new UserError(
          "'%s' is no pattern: %s; expected a name such as Lu, or a regular expression"
              .formatted(pattern, wrong.getDescription()));
    }
    if (iterations < 1) {
      throw new UserError("--iterations must be at least 1, got " + iterations);
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("io\\.biopilot\\.bench\\.jmh\\..*" + pattern)
            .forks(2)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1));
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    try {
      new Runner(options.build()).run();
    } catch (NoBenchmarksException none) {
      throw new UserError(
          "no benchmark matches '%s': try Network, NeuralOde, Stiff or Lu".formatted(pattern));
    } catch (RunnerException error) {
      throw new UserError("JMH: " + error.getMessage());
    }
    return 0;
  }
}
