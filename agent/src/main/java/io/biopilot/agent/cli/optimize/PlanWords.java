package io.biopilot.agent.cli.optimize;

import io.biopilot.mpc.control.BatchPlan;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.PlanCheck;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said about a plan. */
final class PlanWords {

  private final String source;
  private final BatchFile file;
  private final BatchPlan.Made made;
  private final Decision.Planned decision;

  PlanWords(String source, BatchFile file, BatchPlan.Made made) {
    this.source = source;
    this.file = file;
    this.made = made;
    decision = made.decision();
  }

  /** The goal's own words, or the file. */
  String title() {
    String name = file.goal().name();
    return "%s: %s".formatted(file.model().declaration().name(), name.isEmpty() ? source : name);
  }

  /** For the head of the picture. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s; objective %s".formatted(solved(), Numbers.precisely(decision.objective())));
    String active = String.join("; ", decision.plan().activeConstraints());
    lines.add(active.isEmpty() ? "no limit shapes the plan" : active);
    return lines;
  }

  private String solved() {
    return String.format(
        Locale.ROOT,
        "%s, %d iterations, KKT residual %.1e",
        decision.status(),
        decision.iterations(),
        decision.kktResidual());
  }

  /** Everything, for people. */
  String text(List<Path> written) {
    StringBuilder text = new StringBuilder(title()).append('\n');
    line(text, "plan", solved());
    line(text, "objective", objective());
    List<TimedImpulse> doses = decision.plan().inputs().impulses();
    List<Quantity> impulses = file.model().schema().impulses();
    for (TimedImpulse dose : doses.size() <= 12 ? doses : List.<TimedImpulse>of()) {
      Quantity what = impulses.get(dose.impulse());
      line(
          text,
          "dose",
          "%s of %s at %s h"
              .formatted(
                  Numbers.with(dose.amount(), what.unit()),
                  what.name(),
                  Numbers.shortly(dose.time())));
    }
    if (doses.size() > 12) {
      line(text, "doses", "%d, see the schedule".formatted(doses.size()));
    }
    made.margins().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            m ->
                line(
                    text,
                    "margin",
                    "%s %s, so that the limit holds between the moves too"
                        .formatted(m.getKey(), Numbers.shortly(m.getValue()))));
    made.backOff().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            m ->
                line(
                    text,
                    "back-off",
                    "%s by up to %s, so that the limit holds in every scenario"
                        .formatted(m.getKey(), Numbers.with(m.getValue(), unit(m.getKey())))));
    decision.plan().activeConstraints().forEach(words -> line(text, "active", words));
    if (made.check() instanceof PlanCheck.Broken broken) {
      line(text, "check", "the plan cannot be integrated: " + broken.reason());
    } else if (made.check() instanceof PlanCheck.Course course) {
      check(text, course);
    }
    made.scenarios().forEach(scenario -> line(text, "scenario", scenario(scenario)));
    String names = written.stream().map(Path::toString).collect(Collectors.joining(", "));
    line(text, "written", names);
    return text.toString();
  }

  private String unit(String state) {
    int index = Schema.indexOf(file.model().schema().states(), state);
    return index < 0 ? "" : file.model().schema().states().get(index).unit();
  }

  /** What becomes of the plan in a scenario: the limit that is broken most, or the nearest. */
  private String scenario(BatchPlan.ScenarioCheck scenario) {
    if (!(scenario.check() instanceof PlanCheck.Course course)) {
      String reason = ((PlanCheck.Broken) scenario.check()).reason();
      return scenario.name() + ": cannot be integrated: " + reason;
    }
    String costs = "%s: costs %s".formatted(scenario.name(), Numbers.precisely(course.objective()));
    PlanCheck.Margin worst = null;
    double least = Double.POSITIVE_INFINITY;
    for (PlanCheck.Margin margin : course.margins()) {
      int at = margin.tightest();
      double room =
          at < 0
              ? Double.POSITIVE_INFINITY
              : margin.distances().get(at) / Math.max(1e-3, Math.abs(margin.limit()));
      if (room < least) {
        least = room;
        worst = margin;
      }
    }
    return worst == null ? costs : costs + "; " + limit(course, scenario.plan().times(), worst);
  }

  private String objective() {
    String value = Numbers.precisely(decision.objective()) + " (the least is sought)";
    if (file.goal().problem().pulses().isEmpty()) {
      return value;
    }
    return value
        + "; doses of any amount at every place would give %s, a gap of %s%s"
            .formatted(
                Numbers.precisely(made.bound()),
                Numbers.shortly(made.gap()),
                share(made.gap(), made.bound()));
  }

  /** The gap as a share of the bound; empty where that is smaller than the gap, or 0. */
  static String share(double gap, double bound) {
    double share = gap / Math.abs(bound);
    return Math.abs(share) <= 1.0 ? String.format(Locale.ROOT, " (%.2g %%)", 100.0 * share) : "";
  }

  private void check(StringBuilder text, PlanCheck.Course course) {
    line(
        text,
        "check",
        String.format(
            Locale.ROOT,
            "integrated again with Rodas5P at 1e-9: costs %s, states within %.1e of their range",
            Numbers.precisely(course.objective()),
            course.deviation()));
    course.costs().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(c -> line(text, "cost", c.getKey() + " " + Numbers.shortly(c.getValue())));
    for (PlanCheck.Margin margin : course.margins()) {
      line(text, "limit", limit(course, decision.plan().times(), margin));
    }
  }

  private String limit(PlanCheck.Course course, Vec nodes, PlanCheck.Margin margin) {
    String name =
        "%s %s %s"
            .formatted(
                margin.name(),
                margin.lower() ? "≥" : "≤",
                Numbers.with(margin.limit(), margin.unit()));
    int at = margin.tightest();
    if (at < 0) {
      return name + " never counts";
    }
    double distance = margin.distances().get(at);
    String when = " at " + Numbers.shortly(course.course().get(at).time()) + " h";
    String how = Numbers.with(Math.abs(distance), margin.unit());
    boolean broken = distance < -1e-6 * Math.max(1.0, Math.abs(margin.limit()));
    if (broken) {
      String soft = margin.soft() ? " (soft)" : "";
      String why = why(course, nodes, margin, at);
      return "%s BROKEN by up to %s%s%s%s".formatted(name, how, when, soft, why);
    }
    return "%s kept, %s to spare%s".formatted(name, distance < 0 ? "0" : how, when);
  }

  /** Why the course breaks what the plan keeps; empty where the plan breaks it too. */
  private static String why(
      PlanCheck.Course course, Vec nodes, PlanCheck.Margin margin, int worst) {
    double slack = 1e-3 * Math.max(1e-3, Math.abs(margin.limit()));
    for (int i = 0; i < margin.distances().size(); i++) {
      if (margin.distances().get(i) < -slack && isNode(nodes, course.course().get(i).time())) {
        return "";
      }
    }
    return isNode(nodes, course.course().get(worst).time())
        ? "; by the error of the plan's integration (integration: step)"
        : "; between moves only, where the plan does not look (solver: margin rounds)";
  }

  private static boolean isNode(Vec nodes, double time) {
    for (int k = 0; k < nodes.size(); k++) {
      if (Math.abs(time - nodes.get(k)) < 1e-9) {
        return true;
      }
    }
    return false;
  }

  private static void line(StringBuilder text, String what, String words) {
    text.append(String.format(Locale.ROOT, "  %-10s %s%n", what, words));
  }

  /** Everything, for programs. */
  Map<String, Object> json(List<Path> written) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("goal", title());
    all.put("modelHash", decision.modelHash());
    all.put("status", decision.status());
    all.put("iterations", decision.iterations());
    all.put("kktResidual", decision.kktResidual());
    all.put("objective", decision.objective());
    all.put("relaxedBound", made.bound());
    all.put("gap", made.gap());
    all.put("margins", made.margins());
    all.put("active", decision.plan().activeConstraints());
    all.put("backOff", made.backOff());
    all.put("check", check(made.check()));
    Map<String, Object> scenarios = new LinkedHashMap<>();
    made.scenarios().forEach(s -> scenarios.put(s.name(), check(s.check())));
    all.put("scenarios", scenarios);
    all.put("written", written.stream().map(Path::toString).toList());
    return all;
  }

  private static Map<String, Object> check(PlanCheck of) {
    Map<String, Object> check = new LinkedHashMap<>();
    if (of instanceof PlanCheck.Broken broken) {
      check.put("broken", broken.reason());
    } else if (of instanceof PlanCheck.Course course) {
      check.put("objective", course.objective());
      check.put("costs", course.costs());
      check.put("deviation", course.deviation());
      List<Map<String, Object>> limits = new ArrayList<>();
      for (PlanCheck.Margin margin : course.margins()) {
        limits.add(limitJson(course, margin));
      }
      check.put("limits", limits);
    }
    return check;
  }

  private static Map<String, Object> limitJson(PlanCheck.Course course, PlanCheck.Margin margin) {
    Map<String, Object> limit = new LinkedHashMap<>();
    limit.put("name", margin.name());
    limit.put("side", margin.lower() ? "lower" : "upper");
    limit.put("limit", margin.limit());
    limit.put("soft", margin.soft());
    int at = margin.tightest();
    if (at >= 0) {
      limit.put("distance", margin.distances().get(at));
      limit.put("atH", course.course().get(at).time());
    }
    return limit;
  }
}
