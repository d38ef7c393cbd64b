package io.biopilot.agent.config;

import io.biopilot.mpc.safety.DoseLimit;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.Interlock;
import io.biopilot.mpc.safety.Limits;
import io.biopilot.mpc.safety.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the gate holds to. */
final class LimitsReader {

  /** Slack on the spacing of doses, so that a late tick does not bring two closer (h). */
  private static final double SPACING_SLACK = 3.6 / 3600;

  private final Section root;
  private final LineReader lines;
  private final double tick;

  LimitsReader(Section root, LineReader lines, double tick) {
    this.root = root;
    this.lines = lines;
    this.tick = tick;
  }

  @Nullable Limits read() {
    List<Envelope> envelopes = new ArrayList<>();
    root.named("actuators").forEach((name, section) -> add(envelopes, envelope(name, section)));
    List<DoseLimit> doses = new ArrayList<>();
    root.named("dosers").forEach((name, section) -> add(doses, dose(name, section)));
    Section limits = root.section("limits");
    Section volume = limits.section("volume");
    volume.known("tag", lines.tagNames(), "a tag");
    Map<String, Double> freshness = new HashMap<>();
    Section fresh = limits.section("freshSeconds");
    for (String tag : fresh.keys()) {
      if (!lines.tagNames().contains(tag)) {
        fresh.problem(tag, "a tag: one of " + String.join(", ", lines.tagNames()));
      }
      freshness.put(tag, fresh.number(tag, 0) / 3600);
    }
    List<Interlock> interlocks = new ArrayList<>();
    limits.list("interlocks").forEach(section -> add(interlocks, interlock(section)));
    return limits.made(
        "",
        () ->
            new Limits(
                envelopes,
                doses,
                new Limits.Volume(volume.number("maximumL", 0), volume.text("tag", ""), 2 * tick),
                interlocks,
                freshness));
  }

  private static <T> void add(List<T> list, @Nullable T item) {
    if (item != null) {
      list.add(item);
    }
  }

  private @Nullable Envelope envelope(String name, Section section) {
    if (section.has("input") && !section.has("safe")) {
      section.problem("safe", "a limit: the value in HOLD, since the plan sets this actuator");
    }
    List<Double> range = section.numbers("range");
    Section rate = section.section("rate");
    return section.made(
        "range",
        () ->
            new Envelope(
                name,
                range.get(0),
                range.get(1),
                section.number("safe", Double.NaN),
                section.flag("flow", false),
                section.has("rate")
                    ? new RateLimit(rate.number("change", 0), rate.number("withinHours", 0))
                    : null));
  }

  private @Nullable DoseLimit dose(String name, Section section) {
    double stock = section.number("stockGPerL", Double.NaN);
    return section.made(
        "minimumG",
        () ->
            new DoseLimit(
                name,
                section.number("minimumG", 0),
                section.number("maximumG", 0),
                section.number("stepG", 0),
                section.number("spacingMinutes", 0) / 60 + SPACING_SLACK,
                section.number("budgetG", 0),
                Double.isNaN(stock) ? 0 : 1 / stock,
                tick / 2));
  }

  private @Nullable Interlock interlock(Section section) {
    section.known("tag", lines.tagNames(), "a tag");
    section.known("stops", lines.actuatorNames(), "an actuator");
    boolean below = section.has("below");
    if (below == section.has("above")) {
      section.problem("below", "either below or above");
      return null;
    }
    return new Interlock(
        section.text("tag"),
        below ? Interlock.Side.BELOW : Interlock.Side.ABOVE,
        section.number(below ? "below" : "above", 0),
        section.text("stops"),
        section.text("reason"));
  }
}
