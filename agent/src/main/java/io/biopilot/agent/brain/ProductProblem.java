package io.biopilot.agent.brain;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.safety.DoseLimit;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.Limits;
import io.biopilot.mpc.safety.RateLimit;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;

/**
 * Most product (P V, g) at harvest, by feed F and doses, under the gate's own limits and those on
 * the states of {@code ecoli-nominal} and {@code ecoli-hybrid}: oxygen reserve R, acetate A,
 * glucose S once fed, volume V.
 *
 * <p>Limits on states are soft with an exact penalty: an estimate may lie outside them.
 */
final class ProductProblem {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final double MOVE = 0.25;
  private static final double DOSE_GRID = 0.5;

  /**
   * A jump of 0.02 L/h costs as much as 0.12 g of product: the plant's own oxygen loop takes
   * minutes to follow the feed, and DO falls short meanwhile.
   */
  private static final double MOVE_PRICE = 300.0;

  private ProductProblem() {}

  /** The problem for models of the given schema. */
  static OptimalControlProblem of(Schema schema, Limits limits, double feedStart) {
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(schema, Horizon.shrinking(MOVE));
    Symbols symbols = new Symbols();
    schema.states().forEach(q -> symbols.input(q.name()));
    schema.inputs().forEach(q -> symbols.input(q.name()));
    schema.impulses().forEach(q -> symbols.input(q.name()));
    symbols.input("t");
    builder.cost(CostTerm.economic("product", CostTerm.Where.TERMINAL, symbols.compile("-P * V")));
    for (int i = 0; i < schema.inputs().size(); i++) {
      builder.input(input(i, schema.inputs().get(i), limits));
    }
    builder.limit(
        builder.state("V", -NONE, limits.volume().maximum()).withMargin(0.01).soft(200.0, 0.0));
    builder.limit(builder.state("R", 20.0, NONE).withMargin(5.0).soft(0.5, 0.02));
    builder.limit(builder.state("A", -NONE, 1.0).withMargin(0.1).soft(10.0, 1.0));
    builder.limit(
        builder.state("S", -NONE, 1.0).withMargin(0.2).soft(10.0, 1.0).from(feedStart + 0.5));
    limits.doses().forEach(dose -> builder.pulse(pulse(dose)));
    return builder.build();
  }

  /**
   * The feed within the gate's limits; what the plant's own loop sets, as that loop would at full
   * need.
   */
  private static InputLimit input(int index, Quantity input, Limits limits) {
    return switch (input.name()) {
      case "F" -> feed(index, limits.envelopes().get(0));
      case "N" -> InputLimit.range(index, "N", 1200.0, 1200.0);
      case "Q" -> InputLimit.range(index, "Q", 120.0, 120.0);
      case "loop" -> InputLimit.range(index, "loop", 1.0, 1.0);
      default -> InputLimit.held(index, input.name());
    };
  }

  private static InputLimit feed(int index, Envelope envelope) {
    InputLimit range =
        InputLimit.range(index, "F", envelope.lower(), envelope.upper()).withMovePrice(MOVE_PRICE);
    RateLimit rate = envelope.rate();
    return rate == null ? range : range.withRate(rate.change(), rate.window());
  }

  private static PulseInput pulse(DoseLimit dose) {
    return PulseInput.of(0, "dose", dose.minimum(), dose.maximum())
        .withStep(dose.step())
        .withSpacing(dose.spacing())
        .withBudget(dose.budget())
        .withGrid(DOSE_GRID);
  }
}
