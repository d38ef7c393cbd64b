package io.biopilot.agent.loop;

/** Who proposed what the gate ruled on: the ladder, best first, and the other modes. */
public enum Source {
  /** The controller's plan for this tick. */
  PLAN,
  /** An earlier plan, shifted; at most three ticks. */
  SHIFTED_PLAN,
  /** The recipe's feed, cut by a DO override. */
  RECIPE,
  /** The operator's set-points. */
  OPERATOR,
  /** Feed and doses zero. */
  HOLD
}
