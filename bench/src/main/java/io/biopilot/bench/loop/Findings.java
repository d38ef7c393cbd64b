package io.biopilot.bench.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of all controllers.
 *
 * @param origin where, when and by which command it was made
 * @param results every batch
 */
record Findings(Origin origin, List<BatchResult> results) {

  private static final String RECIPE = "recipe";
  private static final String PERFECT = "perfect";
  private static final String PERFECT_MARGIN = "perfect-margin";
  private static final List<String> LIMITS = List.of("do", "acetate", "glucose", "volume");

  /**
   * @param machine in one line
   * @param command as typed
   * @param code hash of the program, and its commit where that is known
   * @param date of the run
   */
  record Origin(String machine, String command, String code, String date) {}

  Findings {
    results = List.copyOf(results);
  }

  private Optional<Standing> named(String name) {
    return Standing.of(results).stream().filter(s -> s.controller().equals(name)).findFirst();
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Whole batches in closed loop\n\n");
    text.append("* machine: ").append(origin.machine()).append('\n');
    text.append("* command: `").append(origin.command()).append("`\n");
    text.append("* program: ").append(origin.code()).append(", ").append(origin.date());
    text.append("\n\n").append(table()).append('\n').append(NOTES).append('\n');
    text.append(batches());
    return text.toString();
  }

  private static final String NOTES =
      """
      Median (least to most) over the seeds. A batch has failed with more than 10 min truly below DO 20 %: its product
      does not count. Minutes are true ones, median (most). "to recipe": mean difference of product on the same seed with
      its 95 % interval (Student), over the pairs in which neither failed. "of perfect": median over the seeds of product
      over that of perfect knowledge (in brackets: perfect knowledge with the nominal controller's margins), a failed
      batch counting as 0. Prediction error: 2 h ahead, in sensor deviations, by the first model and by those in force.
      """;

  /** One row a controller. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| controller | batches | failed | product g | product that counts g | to recipe g |"
            + " of perfect | DO min | acetate min | glucose min | volume min | fallback ticks |"
            + " unsafe writes | solve ms p50 / p99 | prediction error | wall s |\n");
    text.append("|---".repeat(16)).append("|\n");
    Standing.of(results).forEach(standing -> row(text, standing));
    return text.toString();
  }

  private void row(StringBuilder text, Standing standing) {
    List<Double> counted = standing.countedProducts();
    cell(text, standing.controller());
    cell(text, Integer.toString(standing.batches().size()));
    cell(text, Integer.toString(standing.failed()));
    cell(text, spread(standing.products(), 2));
    cell(text, counted.isEmpty() ? "–" : spread(counted, 2));
    cell(text, named(RECIPE).map(recipe -> difference(standing, recipe)).orElse("–"));
    cell(text, share(standing));
    for (String limit : LIMITS) {
      List<Double> minutes = standing.values(b -> b.minutes(limit));
      cell(
          text,
          "%s (%s)"
              .formatted(show(Statistics.median(minutes), 1), show(Statistics.most(minutes), 1)));
    }
    cell(text, show(Statistics.sum(standing.values(b -> b.number("fallback_ticks"))), 0));
    cell(text, show(Statistics.sum(standing.values(b -> b.number("unsafe_writes"))), 0));
    cell(text, pair(standing, "solve_ms", "p50", "p99", 1));
    cell(text, pair(standing, "prediction_error", "before", "after", 2));
    cell(text, show(Statistics.median(standing.values(b -> b.number("wall_s"))), 1));
    text.append("|\n");
  }

  private static void cell(StringBuilder text, String value) {
    text.append("| ").append(value).append(' ');
  }

  private static String spread(List<Double> values, int digits) {
    return "%s (%s to %s)"
        .formatted(
            show(Statistics.median(values), digits),
            show(Statistics.least(values), digits),
            show(Statistics.most(values), digits));
  }

  private static String difference(Standing standing, Standing recipe) {
    Statistics.Interval interval = Statistics.interval(standing.differences(recipe));
    if (standing.controller().equals(RECIPE) || interval.count() == 0) {
      return "–";
    }
    return "%s [%s, %s] of %d"
        .formatted(
            show(interval.mean(), 2),
            show(interval.lower(), 2),
            show(interval.upper(), 2),
            interval.count());
  }

  private String share(Standing standing) {
    Optional<Standing> perfect = named(PERFECT);
    if (perfect.isEmpty()) {
      return "–";
    }
    String share = percent(standing.shares(perfect.get()));
    return named(PERFECT_MARGIN)
        .map(margin -> "%s (%s)".formatted(share, percent(standing.shares(margin))))
        .orElse(share);
  }

  private static String percent(List<Double> shares) {
    return shares.isEmpty() ? "–" : show(100 * Statistics.median(shares), 1) + " %";
  }

  private static String pair(
      Standing standing, String object, String first, String second, int digits) {
    return "%s / %s"
        .formatted(
            show(Statistics.median(standing.values(b -> b.number(object, first))), digits),
            show(Statistics.median(standing.values(b -> b.number(object, second))), digits));
  }

  static String show(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "–";
  }

  /** One row a batch. */
  private String batches() {
    StringBuilder text = new StringBuilder("\n## Every batch\n\n");
    text.append("| seed | controller | product g | lowest DO % | DO min | acetate min |");
    text.append(" glucose min | volume min | fallback ticks | model version | wall s |\n");
    text.append("|---".repeat(11)).append("|\n");
    for (BatchResult batch : results) {
      cell(text, Long.toString(batch.seed()));
      cell(text, batch.controller());
      cell(text, show(batch.product(), 3) + (batch.failed() ? " failed" : ""));
      cell(text, show(batch.number("do_min_percent"), 1));
      LIMITS.forEach(limit -> cell(text, show(batch.minutes(limit), 1)));
      cell(text, show(batch.number("fallback_ticks"), 0));
      cell(text, show(batch.number("model_version"), 0));
      cell(text, show(batch.number("wall_s"), 1));
      text.append("|\n");
    }
    return text.toString();
  }

  /** {@code {"machine", "command", "code", "date", "rows":[…], "batches":[…]}}. */
  String toJson() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("machine", origin.machine()).put("command", origin.command());
    root.put("code", origin.code()).put("date", origin.date());
    ArrayNode rows = root.putArray("rows");
    Standing.of(results).forEach(standing -> put(rows.addObject(), standing));
    ArrayNode batches = root.putArray("batches");
    results.forEach(result -> batches.add(result.line()));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void put(ObjectNode row, Standing standing) {
    row.put("controller", standing.controller());
    row.put("batches", standing.batches().size()).put("failed", standing.failed());
    spread(row.putObject("product_g"), standing.products());
    spread(row.putObject("counted_product_g"), standing.countedProducts());
    named(RECIPE)
        .map(recipe -> Statistics.interval(standing.differences(recipe)))
        .ifPresent(
            interval -> {
              ObjectNode to = row.putObject("to_recipe_g").put("pairs", interval.count());
              number(to, "mean", interval.mean());
              number(to, "lower95", interval.lower());
              number(to, "upper95", interval.upper());
            });
    named(PERFECT)
        .ifPresent(other -> number(row, "of_perfect", Statistics.median(standing.shares(other))));
    named(PERFECT_MARGIN)
        .ifPresent(
            other -> number(row, "of_perfect_margin", Statistics.median(standing.shares(other))));
    ObjectNode minutes = row.putObject("violation_minutes");
    for (String limit : LIMITS) {
      spread(minutes.putObject(limit), standing.values(b -> b.minutes(limit)));
    }
    number(row, "fallback_ticks", Statistics.sum(standing.values(b -> b.number("fallback_ticks"))));
    number(row, "unsafe_writes", Statistics.sum(standing.values(b -> b.number("unsafe_writes"))));
    medians(row.putObject("solve_ms"), standing, "solve_ms", "p50", "p99");
    medians(row.putObject("prediction_error"), standing, "prediction_error", "before", "after");
    number(row, "wall_s", Statistics.median(standing.values(b -> b.number("wall_s"))));
  }

  private static void medians(ObjectNode to, Standing standing, String object, String... names) {
    for (String name : names) {
      number(to, name, Statistics.median(standing.values(b -> b.number(object, name))));
    }
  }

  private static void spread(ObjectNode to, List<Double> values) {
    number(to, "median", Statistics.median(values));
    number(to, "least", Statistics.least(values));
    number(to, "most", Statistics.most(values));
  }

  private static void number(ObjectNode to, String name, double value) {
    if (Double.isFinite(value)) {
      to.put(name, Math.rint(value * 1e4) / 1e4);
    } else {
      to.putNull(name);
    }
  }
}
