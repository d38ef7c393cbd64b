package io.biopilot.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.runtime.HeadlessBatch;
import io.biopilot.agent.runtime.Summary;
import io.biopilot.bench.contender.Contender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches over the real protocols, in lock step. */
final class LoopIT {

  /** The first training begins at 4 h and takes effect a quarter of an hour later. */
  private static final double LEARNING_HOURS = 4.5;

  private static final Pattern TIMES =
      Pattern.compile("\"solveMs\":[^,}]+|\"received\":\"[^\"]*\"|\"since\":\"[^\"]*\"");

  private static final String TRAINED = "\"ModelTrained\"";
  private static final List<String> WANTED = List.of("\"Planned\"", "\"Ruled\"", TRAINED);

  @TempDir Path folder;

  private List<BatchResult> campaign(Contender contender, double hours) throws Exception {
    Path lines = folder.resolve("out").resolve("batches.jsonl");
    ResultFile file = new ResultFile(lines, Double.isFinite(hours) ? "" + hours : "harvest");
    Campaign.Asked asked =
        new Campaign.Asked(List.of(101L), List.of(contender), "test", hours, 1, folder);
    Progress silent = new Progress(new PrintWriter(Writer.nullWriter()), 1, 16, System::nanoTime);
    return new Campaign(asked, file, silent).run();
  }

  @Test
  void aRecipeBatchGoesToHarvestAndIsNotRunTwice() throws Exception {
    BatchResult result = campaign(Contender.RECIPE, Double.POSITIVE_INFINITY).get(0);
    assertThat(result.number("unsafe_writes")).isZero();
    assertThat(result.number("ticks")).isEqualTo(960);
    assertThat(result.number("plant_hours")).isEqualTo(16);
    assertThat(result.number("fallback_ticks")).isZero();
    assertThat(result.product()).isPositive();
    // Found in the file: the wall time would differ if it had been run again.
    assertThat(campaign(Contender.RECIPE, Double.POSITIVE_INFINITY).get(0)).isEqualTo(result);
  }

  @Test
  void aNominalBatchGoesToHarvestWithAPlanInEveryTick() throws Exception {
    BatchResult result = campaign(Contender.NOMINAL, Double.POSITIVE_INFINITY).get(0);
    assertThat(result.number("unsafe_writes")).isZero();
    assertThat(result.number("ticks")).isEqualTo(960);
    assertThat(result.number("fallback_ticks")).isZero();
    assertThat(result.number("solve_ms", "p50")).isPositive();
    assertThat(result.failed()).as("more than 10 min below DO 20 %%").isFalse();
    // The recipe makes 5.9 g of this batch.
    assertThat(result.product()).isGreaterThan(5.9);
  }

  @Test
  void perfectKnowledgePlansWithoutAFallback() throws Exception {
    BatchResult result = campaign(Contender.PERFECT, 0.5).get(0);
    assertThat(result.number("fallback_ticks")).isZero();
    assertThat(result.number("unsafe_writes")).isZero();
  }

  @Test
  void theSameSeedTwiceIsTheSameRecipeBatch() throws IOException {
    assertSameTwice(Contender.RECIPE, Double.POSITIVE_INFINITY);
  }

  @Test
  void theSameSeedTwiceIsTheSameLearningBatch() throws IOException {
    Run run = assertSameTwice(Contender.LEARNING, LEARNING_HOURS);
    assertThat(run.decisions()).as("it was trained").anyMatch(text -> text.contains(TRAINED));
  }

  @Test
  void anotherSeedIsAnotherBatch() throws IOException {
    Run one = run("one", Contender.RECIPE, 102, 1);
    Run other = run("other", Contender.RECIPE, 103, 1);
    assertThat(other.summary().remove("seed")).isNotEqualTo(one.summary().remove("seed"));
    assertThat(other.summary()).isNotEqualTo(one.summary());
    assertThat(other.decisions()).isNotEqualTo(one.decisions());
  }

  private Run assertSameTwice(Contender contender, double hours) throws IOException {
    Run first = run("first", contender, 102, hours);
    Run second = run("second", contender, 102, hours);
    assertThat(second.summary().encode()).isEqualTo(first.summary().encode());
    assertThat(first.decisions()).hasSizeGreaterThan(50);
    assertThat(second.decisions()).isEqualTo(first.decisions());
    return first;
  }

  /** What must not differ: all figures but times, and every journaled decision and ruling. */
  private record Run(JsonObject summary, List<String> decisions) {}

  private Run run(String name, Contender contender, long seed, double hours) throws IOException {
    Path data = folder.resolve(name);
    Summary summary =
        HeadlessBatch.run(
            new HeadlessBatch.Asked(data, seed, contender.kind(), hours, "none"),
            contender.driver(seed),
            state -> {});
    JsonObject figures = summary.json();
    figures.remove("wall_s");
    figures.remove("solve_ms");
    List<String> decisions = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("journal").resolve("BR1.journal"))) {
      int json = line.indexOf('{');
      String text = json < 0 ? line : line.substring(json);
      if (WANTED.stream().anyMatch(text::contains)) {
        Matcher times = TIMES.matcher(text);
        decisions.add(times.replaceAll(""));
      }
    }
    return new Run(figures, decisions);
  }
}
