package io.biopilot.twin.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks over the part of a graph that some expressions need. */
final class Reachable {
  private Reachable() {}

  /** All nodes the roots need, operands before what uses them. */
  static List<Expression> from(List<Expression> roots) {
    Set<Expression> seen = new HashSet<>();
    Deque<Expression> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Expression node = open.pop();
      if (seen.add(node)) {
        node.operands().forEach(open::push);
      }
    }
    List<Expression> ordered = new ArrayList<>(seen);
    ordered.sort(Comparator.comparingInt(Expression::id));
    return ordered;
  }

  /** The entries of an array that the roots read. */
  static BitSet loads(List<Expression> roots, Bank bank) {
    BitSet read = new BitSet();
    for (Expression node : from(roots)) {
      if (node.is(Op.LOAD) && node.bank() == bank) {
        read.set(node.index());
      }
    }
    return read;
  }

  /** The entry of a node that was visited before. */
  static <T> T known(Map<Expression, T> values, Expression node) {
    T value = values.get(node);
    if (value == null) {
      throw new IllegalStateException("no value yet for node " + node.id());
    }
    return value;
  }
}
