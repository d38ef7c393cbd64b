package io.biopilot.twin.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Directional derivatives of expressions, as expressions. */
final class ForwardMode {
  private final Graph graph;
  private final Partials partials;
  private final Function<Expression, Expression> seed;
  private final Map<Expression, Expression> tangents = new HashMap<>();

  /**
   * @param seed the derivative of a {@link Op#LOAD}: zero for what is held fixed
   */
  ForwardMode(Graph graph, Function<Expression, Expression> seed) {
    this.graph = graph;
    this.partials = new Partials(graph);
    this.seed = seed;
  }

  /** The derivative of each root in the seeded direction. */
  List<Expression> of(List<Expression> roots) {
    for (Expression node : Reachable.from(roots)) {
      if (!tangents.containsKey(node)) {
        tangents.put(node, tangentOf(node));
      }
    }
    List<Expression> derivatives = new ArrayList<>(roots.size());
    for (Expression root : roots) {
      derivatives.add(tangent(root));
    }
    return derivatives;
  }

  private Expression tangentOf(Expression node) {
    return switch (node.op()) {
      case CONSTANT -> graph.zero();
      case LOAD -> seed.apply(node);
      case LESS, AT_MOST -> choice(node, tangent(node.operand(2)), tangent(node.operand(3)));
      case MIN -> extremum(node, 0, 1);
      case MAX -> extremum(node, 1, 0);
      case ABS -> sign(node.operand(0));
      case GATE -> gate(node);
      default -> sum(node);
    };
  }

  private Expression sum(Expression node) {
    Expression total = graph.zero();
    for (int i = 0; i < node.operands().size(); i++) {
      Expression inner = tangent(node.operand(i));
      if (!inner.isConstant(0.0)) {
        total = graph.add(total, graph.multiply(partials.of(node, i), inner));
      }
    }
    return total;
  }

  private Expression choice(Expression node, Expression then, Expression otherwise) {
    return graph.choose(node.op(), node.operand(0), node.operand(1), then, otherwise);
  }

  /** The operand at {@code smaller} is active where the first is at most the second. */
  private Expression extremum(Expression node, int smaller, int larger) {
    return graph.atMost(
        node.operand(0),
        node.operand(1),
        tangent(node.operand(smaller)),
        tangent(node.operand(larger)));
  }

  private Expression sign(Expression a) {
    return graph.less(a, graph.zero(), graph.negate(tangent(a)), tangent(a));
  }

  /** d(w ⊗ f) = dw ⊗ f + w ⊗ df: an idle weight has an idle derivative. */
  private Expression gate(Expression node) {
    Expression weight = node.operand(0);
    Expression factor = node.operand(1);
    return graph.add(graph.gate(tangent(weight), factor), graph.gate(weight, tangent(factor)));
  }

  private Expression tangent(Expression node) {
    return Reachable.known(tangents, node);
  }
}
