package io.biopilot.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FindingsTest {

  @TempDir Path folder;

  private static BatchResult batch(long seed, String controller, double product, double minutes) {
    String summary =
        """
        {"seed":%d,"controller":"x","wall_s":10,"product_g":%s,"violation_minutes":\
        {"do":%s,"acetate":0,"glucose":1,"volume":0},"unsafe_writes":0,"fallback_ticks":2,\
        "solve_ms":{"p50":1,"p99":2},"prediction_error":{"before":3,"after":null},\
        "model_version":0}"""
            .formatted(seed, product, minutes);
    return BatchResult.of(
        summary, new BatchResult.Key(seed, controller, "c0de"), Double.POSITIVE_INFINITY);
  }

  private static Findings findings() {
    return new Findings(
        new Findings.Origin("a machine", "./biopilot bench loop", "code c0de", "2026-11-21"),
        List.of(
            batch(1, "recipe", 4, 0),
            batch(1, "nominal", 5, 2),
            batch(1, "perfect", 8, 0),
            batch(2, "recipe", 5, 0),
            batch(2, "nominal", 9, 60),
            batch(2, "perfect", 10, 0),
            batch(3, "recipe", 6, 0),
            batch(3, "nominal", 8, 10),
            batch(3, "perfect", 10, 1)));
  }

  @Test
  void aFailedBatchCountsForNothing() throws Exception {
    var rows = new ObjectMapper().readTree(findings().toJson()).get("rows");
    var nominal = rows.get(1);
    assertThat(nominal.get("controller").asText()).isEqualTo("nominal");
    assertThat(nominal.get("failed").asInt()).isEqualTo(1);
    assertThat(nominal.get("product_g").get("median").asDouble()).isEqualTo(8);
    assertThat(nominal.get("counted_product_g").get("median").asDouble()).isEqualTo(6.5);
    // Pairs without the failed one: 5 - 4 and 8 - 6; shares: 5/8, 0, 8/10.
    assertThat(nominal.get("to_recipe_g").get("pairs").asInt()).isEqualTo(2);
    assertThat(nominal.get("to_recipe_g").get("mean").asDouble()).isEqualTo(1.5);
    assertThat(nominal.get("of_perfect").asDouble()).isEqualTo(0.625);
    assertThat(nominal.get("violation_minutes").get("do").get("most").asDouble()).isEqualTo(60);
  }

  @Test
  void theIntervalIsStudents() {
    // scipy.stats.t.interval(0.95, 3, 2.5, sem([1, 2, 3, 4])) = (0.4457, 4.5543)
    Statistics.Interval interval = Statistics.interval(List.of(1.0, 2.0, 3.0, 4.0));
    assertThat(interval.lower()).isCloseTo(0.4457, within(1e-4));
    assertThat(interval.upper()).isCloseTo(4.5543, within(1e-4));
    assertThat(Statistics.interval(List.of(1.0)).lower()).isNaN();
    assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void theTableAndThePictureNameEveryController() {
    String markdown = findings().toMarkdown();
    assertThat(markdown).contains("a machine", "| nominal | 3 | 1 |", "9.000 failed");
    String svg = new Scatter("a < b", "machine", Standing.of(findings().results())).toSvg();
    assertThat(svg).contains("a &lt; b", ">perfect</text>").doesNotContain("NaN");
    assertThat(svg.split("<circle", -1)).hasSize(1 + 9 + 3);
  }

  @Test
  void anInterruptedRunFindsItsBatchesAgain() throws Exception {
    Path path = folder.resolve("sub").resolve("batches.jsonl");
    ResultFile file = new ResultFile(path, "harvest");
    BatchResult done = batch(1, "recipe", 4, 0);
    file.add(done);
    Files.writeString(path, "{\"seed\":2,\"contro", StandardOpenOption.APPEND);
    ResultFile again = new ResultFile(path, "harvest");
    assertThat(again.find(done.key())).contains(done);
    assertThat(again.find(new BatchResult.Key(2, "recipe", "c0de"))).isEmpty();
    assertThat(again.find(new BatchResult.Key(1, "recipe", "other"))).isEmpty();
    assertThat(new ResultFile(path, "2.0").find(done.key())).isEmpty();
  }

  @Test
  void seedsAreReadAsWritten() {
    assertThat(Seeds.parse("1-3,7,2").list()).containsExactly(1L, 2L, 3L, 7L);
    assertThat(Seeds.parse("101").list()).containsExactly(101L);
    for (String wrong : List.of("", "5-1", "a", "1-2-3", "1,,2")) {
      assertThatThrownBy(() -> Seeds.parse(wrong)).hasMessageContaining("1-5 or 101,102");
    }
  }

  @Test
  void theBarFillsAndEstimatesByController() {
    AtomicLong clock = new AtomicLong();
    StringWriter out = new StringWriter();
    Progress progress = new Progress(new PrintWriter(out), 1, 16, clock::get);
    var first = new BatchResult.Key(1, "recipe", "c");
    var second = new BatchResult.Key(2, "recipe", "c");
    progress.begin(2, List.of(first, second));
    assertThat(progress.line()).contains("0/2", "no estimate");
    progress.done(first, 100);
    progress.at(second, 4);
    assertThat(progress.line()).contains("1/2", "about 1:15 min left");
    assertThat(progress.line().chars().filter(c -> c == '=').count()).isEqualTo(18);
    progress.done(second, 100);
    assertThat(progress.line()).contains("2/2", "done");
  }

  @Test
  void theHashIsOfTheProgramNotOfItsReports() throws Exception {
    Path ours = folder.resolve("classes");
    Path report = ours.resolve("io/biopilot/bench/loop/A.class");
    Path core = ours.resolve("io/biopilot/mpc/B.class");
    Files.createDirectories(report.getParent());
    Files.createDirectories(core.getParent());
    Files.writeString(report, "1");
    Files.writeString(core, "1");
    String before = CodeHash.of(ours.toString());
    Files.writeString(report, "2");
    assertThat(CodeHash.of(ours.toString())).isEqualTo(before).hasSize(12);
    Files.writeString(core, "2");
    assertThat(CodeHash.of(ours.toString())).isNotEqualTo(before);
  }
}
