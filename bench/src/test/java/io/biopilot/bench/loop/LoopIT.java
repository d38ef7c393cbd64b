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

  /** Whole recipe batch; the learning controller's costs minutes, so that its is cut short. */
  private static final double LEARNING_HOURS = 1;

  private static final Pattern TIMES =
      Pattern.compile("\"solveMs\":[^,}]+|\"received\":\"[^\"]*\"|\"since\":\"[^\"]*\"");

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
  void aNominalBatchPlansInEveryTick() throws Exception {
    BatchResult result = campaign(Contender.NOMINAL, 1).get(0);
    assertThat(result.number("unsafe_writes")).isZero();
    assertThat(result.number("ticks")).isEqualTo(60);
    assertThat(result.number("fallback_ticks")).isZero();
    assertThat(result.number("solve_ms", "p50")).isPositive();
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
    assertSameTwice(Contender.LEARNING, LEARNING_HOURS);
  }

  private void assertSameTwice(Contender contender, double hours) throws IOException {
    Run first = run("first", contender, hours);
    Run second = run("second", contender, hours);
    assertThat(second.summary()).isEqualTo(first.summary());
    assertThat(first.decisions()).hasSizeGreaterThan(50);
    assertThat(second.decisions()).isEqualTo(first.decisions());
  }

  /** What must not differ: all figures but times, and every journaled decision and ruling. */
  private record Run(JsonObject summary, List<String> decisions) {}

  private Run run(String name, Contender contender, double hours) throws IOException {
    Path data = folder.resolve(name);
    Summary summary =
        HeadlessBatch.run(
            new HeadlessBatch.Asked(data, 102, contender.kind(), hours, "none"),
            contender.driver(102),
            state -> {});
    JsonObject figures = summary.json();
    figures.remove("wall_s");
    figures.remove("solve_ms");
    List<String> decisions = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("journal").resolve("BR1.journal"))) {
      int json = line.indexOf('{');
      String text = json < 0 ? line : line.substring(json);
      if (text.contains("\"Planned\"") || text.contains("\"Ruled\"")) {
        Matcher times = TIMES.matcher(text);
        decisions.add(times.replaceAll(""));
      }
    }
    return new Run(figures, decisions);
  }
}
