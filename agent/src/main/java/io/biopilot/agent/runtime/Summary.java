package io.biopilot.agent.runtime;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a batch: product, violations and writes as the plant counted them, the rest as the
 * agent did.
 *
 * @param solveP50 ms; null if nothing was solved
 * @param errorBefore 2 h ahead, by the model that the batch began with, in deviations of the
 *     sensors; null if it was not judged
 * @param errorAfter the same by the models in force
 */
public record Summary(
    long seed,
    String controller,
    double plantHours,
    double wallSeconds,
    double productG,
    double biomassG,
    double doMinPercent,
    Minutes violationMinutes,
    long unsafeWrites,
    long ticks,
    long fallbackTicks,
    @Nullable Double solveP50,
    @Nullable Double solveP99,
    @Nullable Double errorBefore,
    @Nullable Double errorAfter,
    int modelVersion) {

  /** True minutes beyond each limit. */
  public record Minutes(double oxygen, double acetate, double glucose, double volume) {}

  /** For machines. */
  public JsonObject json() {
    return new JsonObject()
        .put("seed", seed)
        .put("controller", controller)
        .put("plant_hours", rounded(plantHours, 4))
        .put("wall_s", rounded(wallSeconds, 2))
        .put("product_g", rounded(productG, 6))
        .put("biomass_g", rounded(biomassG, 6))
        .put("do_min_percent", rounded(doMinPercent, 4))
        .put(
            "violation_minutes",
            new JsonObject()
                .put("do", rounded(violationMinutes.oxygen(), 3))
                .put("acetate", rounded(violationMinutes.acetate(), 3))
                .put("glucose", rounded(violationMinutes.glucose(), 3))
                .put("volume", rounded(violationMinutes.volume(), 3)))
        .put("unsafe_writes", unsafeWrites)
        .put("ticks", ticks)
        .put("fallback_ticks", fallbackTicks)
        .put(
            "solve_ms",
            new JsonObject().put("p50", rounded(solveP50, 3)).put("p99", rounded(solveP99, 3)))
        .put(
            "prediction_error",
            new JsonObject()
                .put("before", rounded(errorBefore, 4))
                .put("after", rounded(errorAfter, 4)))
        .put("model_version", modelVersion);
  }

  private static @Nullable Double rounded(@Nullable Double value, int digits) {
    if (value == null || !Double.isFinite(value)) {
      return null;
    }
    double scale = Math.pow(10, digits);
    return Math.rint(value * scale) / scale;
  }

  /** For people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "batch",
        "seed %d, driven by %s, %.2f h in %.1f s",
        seed,
        controller,
        plantHours,
        wallSeconds);
    row(text, "product", "%.3f g", productG);
    row(text, "biomass", "%.2f g", biomassG);
    row(text, "lowest DO", "%.1f %%", doMinPercent);
    row(
        text,
        "beyond a limit",
        "DO %.1f min, acetate %.1f min, glucose %.1f min, volume %.1f min",
        violationMinutes.oxygen(),
        violationMinutes.acetate(),
        violationMinutes.glucose(),
        violationMinutes.volume());
    row(text, "unsafe writes", "%d", unsafeWrites);
    row(text, "ticks", "%d, of them %d without a plan", ticks, fallbackTicks);
    if (solveP50 != null && solveP99 != null) {
      row(text, "solve time", "%.2f ms (median), %.2f ms (99 %%)", solveP50, solveP99);
    }
    if (errorBefore != null && errorAfter != null) {
      row(
          text,
          "prediction error",
          "2 h ahead, in sensor deviations: %.2f by the first model, %.2f by those in force",
          errorBefore,
          errorAfter);
    }
    row(text, "model version", "%d", modelVersion);
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-17s", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
