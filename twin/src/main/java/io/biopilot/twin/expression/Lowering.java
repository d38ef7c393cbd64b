package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Program.Step;
import io.biopilot.twin.expression.Program.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts expressions in order: depth first from each target, so that a value is computed shortly
 * before its first use and written as soon as it is known. A reciprocal with one use becomes a
 * division.
 */
final class Lowering {
  private final Map<Expression, Integer> uses = new HashMap<>();
  private final Map<Expression, Integer> positions = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private Lowering() {}

  static Program lower(List<Target> targets) {
    Lowering lowering = new Lowering();
    List<Expression> roots = targets.stream().map(Target::value).toList();
    lowering.countUses(roots);
    for (Target target : targets) {
      if (!(target.accumulated() && target.value().isConstant(0.0))) {
        lowering.emit(target.value());
        int from = Reachable.known(lowering.positions, target.value());
        Op op = target.accumulated() ? Op.ACCUMULATE : Op.STORE;
        lowering.steps.add(new Step(op, from, -1, -1, -1, 0.0, target.bank(), target.index()));
      }
    }
    return new Program(lowering.steps);
  }

  private void countUses(List<Expression> roots) {
    for (Expression node : Reachable.from(roots)) {
      node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    roots.forEach(root -> uses.merge(root, 1, Integer::sum));
  }

  /** Without recursion: a sum of thousands of terms is a deep graph. */
  private void emit(Expression root) {
    Deque<Expression> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expression node = open.element();
      if (positions.containsKey(node)) {
        open.pop();
      } else if (!pushMissing(node, open)) {
        open.pop();
        positions.put(node, steps.size());
        steps.add(step(node));
      }
    }
  }

  private boolean pushMissing(Expression node, Deque<Expression> open) {
    boolean missing = false;
    List<Expression> needed = needed(node);
    for (int i = needed.size() - 1; i >= 0; i--) {
      if (!positions.containsKey(needed.get(i))) {
        open.push(needed.get(i));
        missing = true;
      }
    }
    return missing;
  }

  private List<Expression> needed(Expression node) {
    int quotient = quotient(node);
    if (quotient < 0) {
      return node.operands();
    }
    return List.of(node.operand(1 - quotient), node.operand(quotient).operand(0));
  }

  /** Which operand of a product is a reciprocal used here only, or -1. */
  private int quotient(Expression node) {
    if (node.is(Op.MULTIPLY)) {
      for (int i = 1; i >= 0; i--) {
        Expression factor = node.operand(i);
        if (factor.is(Op.RECIPROCAL) && uses.getOrDefault(factor, 0) == 1) {
          return i;
        }
      }
    }
    return -1;
  }

  private Step step(Expression node) {
    Op op = quotient(node) < 0 ? node.op() : Op.DIVIDE;
    int[] at = {-1, -1, -1, -1};
    List<Expression> needed = needed(node);
    for (int i = 0; i < needed.size(); i++) {
      at[i] = Reachable.known(positions, needed.get(i));
    }
    return new Step(op, at[0], at[1], at[2], at[3], node.constant(), node.bank(), node.index());
  }
}
