package io.biopilot.bench.contender;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.runtime.Driver;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something that drives a batch. */
public enum Contender {
  /** The recipe, cut while oxygen is low. */
  RECIPE("recipe"),
  /** Feed by the oxygen head-room, doses as the recipe's. */
  PID("recipe"),
  /** Model predictive control on the nominal twin. */
  NOMINAL("nominal"),
  /** The same on the hybrid twin, which learns while the batch runs. */
  LEARNING("learning"),
  /** The nominal controller, given the true state. */
  TRUE_STATE("nominal"),
  /** The nominal controller's estimator and optimiser on the true equations of the batch. */
  TRUE_MODEL("nominal"),
  /** True state and true equations, with the nominal controller's margins. */
  PERFECT_MARGIN("nominal"),
  /** True state and true equations, at the limits themselves. */
  PERFECT("nominal");

  private final String kind;

  Contender(String kind) {
    this.kind = kind;
  }

  /** As it is called on the command line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The controller that the agent's configuration names. */
  public String kind() {
    return kind;
  }

  public static List<String> titles() {
    return Arrays.stream(values()).map(Contender::title).toList();
  }

  public static Optional<Contender> titled(String title) {
    return Arrays.stream(values()).filter(each -> each.title().equals(title)).findFirst();
  }

  /**
   * Drives one batch.
   *
   * @param seed of the batch; only those that stand for perfect knowledge use it
   */
  public Driver driver(long seed) {
    return switch (this) {
      case RECIPE, NOMINAL, LEARNING -> Brains::of;
      case PID -> OxygenStat::brain;
      case TRUE_STATE -> new Insider(seed, Insider.Knows.STATE);
      case TRUE_MODEL -> new Insider(seed, Insider.Knows.MODEL);
      case PERFECT_MARGIN -> new Insider(seed, Insider.Knows.BOTH_WITH_MARGINS);
      case PERFECT -> new Insider(seed, Insider.Knows.BOTH);
    };
  }
}
