package io.biopilot.bench.contender;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Schema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds by {@link OxygenLaw}, doses as the recipe. DO is the filtered reading; nothing else of the
 * twin is used.
 *
 * @param recipe whose doses are given
 * @param tick h
 */
record OxygenStat(Brain.Planning recipe, OxygenLaw law, double tick) implements Brain.Planning {

  /** Over which the change of the feed is limited (h). */
  private static final double WINDOW = 0.5;

  private static final double SLACK = 1e-6;

  /** What both remember. */
  private record Both(@Nullable Memory recipe, OxygenLaw.Memory law) implements Memory {}

  /** A brain for a configuration whose controller is the recipe. */
  static Brain brain(Config config) {
    Brain brain = Brains.of(config);
    return new Brain(
        brain.model(),
        brain.estimator(),
        new OxygenStat(brain.planning(), OxygenLaw.TUNED, config.loop().timing().tick()),
        brain.learning(),
        brain.kernel());
  }

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    Both before = asked.memory() instanceof Both both ? both : null;
    Decision decision =
        recipe.plan(asked.withMemory(before == null ? null : before.recipe), budget);
    if (!(decision instanceof Decision.Planned planned)) {
      return decision;
    }
    double now = asked.estimate().time();
    Schema schema = asked.model().process().schema();
    Vec levels = asked.applied().levelsAt(now);
    int feed = Schema.indexOf(schema.inputs(), "F");
    OxygenLaw.Move move =
        law.next(
            now, tick, shown(asked, levels), past(asked, feed), before == null ? null : before.law);
    Plan plan =
        new Plan(
            now,
            new InputSchedule(
                Vec.of(now),
                List.of(levels.with(feed, move.feed())),
                planned.plan().inputs().impulses()),
            Vec.of(now),
            List.of(asked.estimate().state()),
            List.of(unknown(asked.estimate().state().size())),
            List.of("feed by the oxygen head-room"));
    return new Decision.Planned(
        new Both(planned.memory(), move.memory()),
        0,
        planned.modelHash(),
        plan,
        "feed by the oxygen head-room",
        Double.NaN,
        Double.NaN);
  }

  private static OxygenLaw.Shown shown(Effect.Plan asked, Vec levels) {
    Schema schema = asked.model().process().schema();
    return new OxygenLaw.Shown(
        asked.estimate().state().get(Schema.indexOf(schema.states(), "D")),
        levels.get(Schema.indexOf(schema.inputs(), "N")),
        levels.get(Schema.indexOf(schema.inputs(), "Q")));
  }

  private static OxygenLaw.Past past(Effect.Plan asked, int feed) {
    InputSchedule applied = asked.applied();
    double now = asked.estimate().time();
    double inForce = applied.levelsAt(now).get(feed);
    double least = inForce;
    double most = inForce;
    int levels = applied.levels().size();
    for (int k = levels - 1; k >= 0; k--) {
      double end = k + 1 < levels ? applied.times().get(k + 1) : Double.POSITIVE_INFINITY;
      if (end < now - WINDOW - SLACK) {
        break;
      }
      least = Math.min(least, applied.levels().get(k).get(feed));
      most = Math.max(most, applied.levels().get(k).get(feed));
    }
    return new OxygenLaw.Past(inForce, least, most);
  }

  private static Vec unknown(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return Vec.of(values);
  }
}
