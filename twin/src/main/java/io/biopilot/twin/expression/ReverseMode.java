package io.biopilot.twin.expression;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gradients of weighted sums of expressions, as expressions: the cost does not grow with the number
 * of inputs.
 */
final class ReverseMode {
  private final Graph graph;
  private final Partials partials;
  private final Map<Expression, Expression> adjoints = new HashMap<>();
  private final Set<Expression> branches = new HashSet<>();
  private final Set<Expression> unbounded = new HashSet<>();

  /** Differentiates Σ weightsᵢ · rootsᵢ with respect to every load. */
  ReverseMode(Graph graph, List<Expression> roots, List<Expression> weights) {
    this.graph = graph;
    this.partials = new Partials(graph);
    List<Expression> nodes = Reachable.from(roots);
    markUnbounded(nodes);
    markBranches(nodes);
    for (int i = 0; i < roots.size(); i++) {
      add(roots.get(i), weights.get(i));
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Expression node = nodes.get(i);
      Expression weight = adjoint(node);
      if (!weight.isConstant(0.0)) {
        spread(node, weight);
      }
    }
  }

  /** The derivative with respect to a node, zero where nothing depends on it. */
  Expression adjoint(Expression node) {
    return adjoints.getOrDefault(node, graph.zero());
  }

  /** Nodes that may be infinite or NaN for finite inputs, short of overflow. */
  private void markUnbounded(List<Expression> nodes) {
    for (Expression node : nodes) {
      boolean source =
          switch (node.op()) {
            case RECIPROCAL, LOG, POWER, SQRT -> true;
            default -> false;
          };
      if (source || node.operands().stream().anyMatch(unbounded::contains)) {
        unbounded.add(node);
      }
    }
  }

  /** Nodes that only count where a choice takes them, so that their adjoint may be switched off. */
  private void markBranches(List<Expression> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Expression node = nodes.get(i);
      List<Expression> operands = node.operands();
      switch (node.op()) {
        case MIN, MAX -> branches.addAll(operands);
        case LESS, AT_MOST -> branches.addAll(operands.subList(2, 4));
        default -> {
          if (branches.contains(node)) {
            branches.addAll(operands);
          }
        }
      }
    }
  }

  private void spread(Expression node, Expression weight) {
    switch (node.op()) {
      case CONSTANT, LOAD -> {}
      case LESS, AT_MOST -> choice(node, weight, node.op(), 2, 3);
      case MIN -> choice(node, weight, Op.AT_MOST, 0, 1);
      case MAX -> choice(node, weight, Op.AT_MOST, 1, 0);
      case ABS -> {
        Expression a = node.operand(0);
        add(a, graph.less(a, graph.zero(), graph.negate(weight), weight));
      }
      case GATE -> {
        add(node.operand(0), graph.gate(weight, node.operand(1)));
        add(node.operand(1), graph.gate(weight, node.operand(0)));
      }
      default -> {
        for (int i = 0; i < node.operands().size(); i++) {
          add(node.operand(i), weighted(node, weight, partials.of(node, i)));
        }
      }
    }
  }

  private void choice(Expression node, Expression weight, Op op, int then, int otherwise) {
    Expression a = node.operand(0);
    Expression b = node.operand(1);
    add(node.operand(then), graph.choose(op, a, b, weight, graph.zero()));
    add(node.operand(otherwise), graph.choose(op, a, b, graph.zero(), weight));
  }

  private Expression weighted(Expression node, Expression weight, Expression partial) {
    boolean guarded = branches.contains(node) && (unbounded.contains(node) || isInfinite(partial));
    return guarded ? graph.gate(weight, partial) : graph.multiply(weight, partial);
  }

  private boolean isInfinite(Expression partial) {
    return unbounded.contains(partial);
  }

  private void add(Expression node, Expression amount) {
    adjoints.merge(node, amount, graph::add);
  }
}
