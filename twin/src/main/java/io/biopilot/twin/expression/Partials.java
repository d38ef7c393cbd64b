package io.biopilot.twin.expression;

/** The partial derivative of an operation with respect to one of its operands. */
final class Partials {
  private final Graph graph;

  Partials(Graph graph) {
    this.graph = graph;
  }

  /**
   * ∂node/∂operand for operations that are smooth in it. Where the node's own value or reciprocal
   * serves, it is used again. Choices (min, max, abs, less, at most) and gates are not handled
   * here.
   */
  Expression of(Expression node, int position) {
    return switch (node.op()) {
      case ADD -> graph.one();
      case SUBTRACT -> position == 0 ? graph.one() : graph.constant(-1.0);
      case MULTIPLY -> node.operand(1 - position);
      case NEGATE -> graph.constant(-1.0);
      // d(1/a) = -(1/a)² da
      case RECIPROCAL -> graph.negate(graph.multiply(node, node));
      case EXP -> node;
      case LOG -> graph.reciprocal(node.operand(0));
      // d√a = 1/(2√a) da
      case SQRT -> graph.multiply(graph.constant(0.5), graph.reciprocal(node));
      // d tanh a = (1 - tanh² a) da
      case TANH -> graph.subtract(graph.one(), graph.multiply(node, node));
      case POWER -> position == 0 ? ofBase(node) : ofExponent(node);
      default -> throw new IllegalArgumentException(node.op() + " has no single partial");
    };
  }

  /**
   * ∂aᵇ/∂a = b aᵇ⁻¹. A constant exponent above 1 reuses the power, with the limit 0 at a = 0. A
   * variable one takes aᵇ⁻¹ anew and lets a zero b win, so that b = 1 and b = 2 are right at a = 0
   * also in second derivatives (a Hill law at zero).
   */
  private Expression ofBase(Expression node) {
    Expression a = node.operand(0);
    Expression b = node.operand(1);
    if (b.isConstant() && b.constant() > 1.0) {
      Expression slope = graph.multiply(b, graph.multiply(node, graph.reciprocal(a)));
      return graph.atMost(graph.abs(a), graph.zero(), graph.zero(), slope);
    }
    Expression lowered = graph.power(a, graph.subtract(b, graph.one()));
    return graph.gate(b, lowered);
  }

  /**
   * ∂aᵇ/∂b = aᵇ log a, with the limit 0 at a = 0; also 0 below, where aᵇ exists for whole b only (a
   * concentration a rounding error below zero).
   */
  private Expression ofExponent(Expression node) {
    Expression a = node.operand(0);
    Expression slope = graph.multiply(node, graph.log(a));
    return graph.atMost(a, graph.zero(), graph.zero(), slope);
  }
}
