package io.biopilot.twin.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds expressions, each once: asking twice for the same operation on the same operands gives the
 * same object. Simplifies on the way: constants are folded, neutral elements vanish, signs and
 * constant factors move outwards, quotients become products with a reciprocal that all of them
 * share.
 *
 * <p>No rule removes a division by something that may be zero (x / x stays). A graph is used by one
 * thread; the expressions it made are immutable.
 */
public final class Graph {
  private static final int LARGEST_INTEGER_POWER = 16;

  private record Key(Op op, List<Expression> operands, long bits, Bank bank, int index) {}

  private final Map<Key, Expression> nodes = new HashMap<>();
  private final Expression zero = constant(0.0);
  private final Expression one = constant(1.0);

  /** x[index]. */
  public Expression input(int index) {
    return load(Bank.INPUT, index);
  }

  /** p[index]. */
  public Expression parameter(int index) {
    return load(Bank.PARAMETER, index);
  }

  public Expression constant(double value) {
    double plain = value == 0.0 ? 0.0 : value;
    return intern(Op.CONSTANT, List.of(), plain, Bank.INPUT, 0);
  }

  Expression load(Bank bank, int index) {
    return intern(Op.LOAD, List.of(), 0.0, bank, index);
  }

  Expression zero() {
    return zero;
  }

  Expression one() {
    return one;
  }

  public Expression add(Expression a, Expression b) {
    if (a.isConstant() && b.isConstant()) {
      return constant(a.constant() + b.constant());
    }
    if (a.isConstant(0.0)) {
      return b;
    }
    if (b.isConstant(0.0)) {
      return a;
    }
    if (a == b) {
      return multiply(constant(2.0), a);
    }
    if (b.is(Op.NEGATE)) {
      return subtract(a, b.operand(0));
    }
    if (a.is(Op.NEGATE)) {
      return subtract(b, a.operand(0));
    }
    if (b.isConstant()) {
      return add(b, a);
    }
    if (a.isConstant() && b.is(Op.ADD) && b.operand(0).isConstant()) {
      return add(constant(a.constant() + b.operand(0).constant()), b.operand(1));
    }
    return a.isConstant() ? node(Op.ADD, a, b) : commutative(Op.ADD, a, b);
  }

  public Expression subtract(Expression a, Expression b) {
    if (b.isConstant()) {
      return add(constant(-b.constant()), a);
    }
    if (a.isConstant(0.0)) {
      return negate(b);
    }
    if (a == b) {
      return zero;
    }
    if (b.is(Op.NEGATE)) {
      return add(a, b.operand(0));
    }
    if (a.is(Op.NEGATE)) {
      return negate(add(a.operand(0), b));
    }
    return node(Op.SUBTRACT, a, b);
  }

  public Expression multiply(Expression a, Expression b) {
    if (b.isConstant()) {
      return a.isConstant() ? constant(a.constant() * b.constant()) : scale(b.constant(), a);
    }
    if (a.isConstant()) {
      return scale(a.constant(), b);
    }
    if (a.is(Op.NEGATE)) {
      return negate(multiply(a.operand(0), b));
    }
    if (b.is(Op.NEGATE)) {
      return negate(multiply(a, b.operand(0)));
    }
    if (isScaled(a)) {
      return scale(a.operand(0).constant(), multiply(a.operand(1), b));
    }
    if (isScaled(b)) {
      return scale(b.operand(0).constant(), multiply(a, b.operand(1)));
    }
    return commutative(Op.MULTIPLY, a, b);
  }

  private Expression scale(double factor, Expression a) {
    if (factor == 0.0) {
      return zero;
    }
    if (factor == 1.0) {
      return a;
    }
    if (factor == -1.0) {
      return negate(a);
    }
    if (a.is(Op.NEGATE)) {
      return scale(-factor, a.operand(0));
    }
    if (isScaled(a)) {
      return scale(factor * a.operand(0).constant(), a.operand(1));
    }
    return node(Op.MULTIPLY, constant(factor), a);
  }

  private static boolean isScaled(Expression a) {
    return a.is(Op.MULTIPLY) && a.operand(0).isConstant();
  }

  public Expression negate(Expression a) {
    if (a.isConstant()) {
      return constant(-a.constant());
    }
    if (a.is(Op.NEGATE)) {
      return a.operand(0);
    }
    if (a.is(Op.SUBTRACT)) {
      return subtract(a.operand(1), a.operand(0));
    }
    if (isScaled(a)) {
      return scale(-a.operand(0).constant(), a.operand(1));
    }
    return node(Op.NEGATE, a);
  }

  public Expression divide(Expression a, Expression b) {
    if (b.isConstant() && a.isConstant()) {
      return constant(a.constant() / b.constant());
    }
    return multiply(a, reciprocal(b));
  }

  public Expression reciprocal(Expression a) {
    if (a.isConstant()) {
      return constant(1.0 / a.constant());
    }
    if (a.is(Op.RECIPROCAL)) {
      return a.operand(0);
    }
    if (a.is(Op.NEGATE)) {
      return negate(reciprocal(a.operand(0)));
    }
    if (isScaled(a)) {
      return scale(1.0 / a.operand(0).constant(), reciprocal(a.operand(1)));
    }
    return node(Op.RECIPROCAL, a);
  }

  public Expression power(Expression a, Expression b) {
    if (!b.isConstant()) {
      return a.isConstant(1.0) ? one : node(Op.POWER, a, b);
    }
    double exponent = b.constant();
    if (a.isConstant()) {
      return constant(Math.pow(a.constant(), exponent));
    }
    if (exponent == Math.rint(exponent) && Math.abs(exponent) <= LARGEST_INTEGER_POWER) {
      Expression product = integerPower(a, (int) Math.abs(exponent));
      return exponent < 0.0 ? reciprocal(product) : product;
    }
    if (Math.abs(exponent) == 0.5) {
      return exponent > 0.0 ? sqrt(a) : reciprocal(sqrt(a));
    }
    return node(Op.POWER, a, b);
  }

  private Expression integerPower(Expression a, int exponent) {
    if (exponent == 0) {
      return one;
    }
    Expression half = integerPower(a, exponent / 2);
    Expression square = multiply(half, half);
    return exponent % 2 == 0 ? square : multiply(square, a);
  }

  public Expression exp(Expression a) {
    return unary(Op.EXP, a);
  }

  public Expression log(Expression a) {
    return a.is(Op.EXP) ? a.operand(0) : unary(Op.LOG, a);
  }

  public Expression sqrt(Expression a) {
    return unary(Op.SQRT, a);
  }

  public Expression tanh(Expression a) {
    return unary(Op.TANH, a);
  }

  public Expression abs(Expression a) {
    if (a.is(Op.NEGATE)) {
      return abs(a.operand(0));
    }
    return a.is(Op.ABS) ? a : unary(Op.ABS, a);
  }

  private Expression unary(Op op, Expression a) {
    return a.isConstant() ? constant(op.apply(a.constant(), 0.0, 0.0, 0.0)) : node(op, a);
  }

  public Expression min(Expression a, Expression b) {
    return extremum(Op.MIN, a, b);
  }

  public Expression max(Expression a, Expression b) {
    return extremum(Op.MAX, a, b);
  }

  private Expression extremum(Op op, Expression a, Expression b) {
    if (a == b) {
      return a;
    }
    if (a.isConstant() && b.isConstant()) {
      return constant(op.apply(a.constant(), b.constant(), 0.0, 0.0));
    }
    return node(op, a, b);
  }

  /** a &lt; b ? then : otherwise. */
  public Expression less(Expression a, Expression b, Expression then, Expression otherwise) {
    return choose(Op.LESS, a, b, then, otherwise);
  }

  /** a ≤ b ? then : otherwise. */
  public Expression atMost(Expression a, Expression b, Expression then, Expression otherwise) {
    return choose(Op.AT_MOST, a, b, then, otherwise);
  }

  Expression choose(Op op, Expression a, Expression b, Expression then, Expression otherwise) {
    if (then == otherwise) {
      return then;
    }
    if (a.isConstant() && b.isConstant()) {
      return op.apply(a.constant(), b.constant(), 1.0, 0.0) == 1.0 ? then : otherwise;
    }
    return node(op, a, b, then, otherwise);
  }

  /** See {@link Op#GATE}. */
  Expression gate(Expression weight, Expression factor) {
    if (weight.isConstant()) {
      return multiply(weight, factor);
    }
    if (factor.isConstant() && Double.isFinite(factor.constant())) {
      return multiply(weight, factor);
    }
    return node(Op.GATE, weight, factor);
  }

  /** The operation applied to operands of this graph, simplified. */
  Expression apply(Op op, List<Expression> o) {
    return switch (op) {
      case ADD -> add(o.get(0), o.get(1));
      case SUBTRACT -> subtract(o.get(0), o.get(1));
      case MULTIPLY -> multiply(o.get(0), o.get(1));
      case DIVIDE -> divide(o.get(0), o.get(1));
      case NEGATE -> negate(o.get(0));
      case RECIPROCAL -> reciprocal(o.get(0));
      case POWER -> power(o.get(0), o.get(1));
      case EXP -> exp(o.get(0));
      case LOG -> log(o.get(0));
      case SQRT -> sqrt(o.get(0));
      case TANH -> tanh(o.get(0));
      case MIN, MAX -> extremum(op, o.get(0), o.get(1));
      case ABS -> abs(o.get(0));
      case LESS, AT_MOST -> choose(op, o.get(0), o.get(1), o.get(2), o.get(3));
      case GATE -> gate(o.get(0), o.get(1));
      case CONSTANT, LOAD, STORE, ACCUMULATE ->
          throw new IllegalArgumentException(op + " has no operands to apply to");
    };
  }

  /** These expressions, of whatever graph, rebuilt in this one. */
  List<Expression> copyOf(List<Expression> roots) {
    Map<Expression, Expression> copies = new HashMap<>();
    for (Expression node : Reachable.from(roots)) {
      Expression copy;
      if (node.isConstant()) {
        copy = constant(node.constant());
      } else if (node.is(Op.LOAD)) {
        copy = load(node.bank(), node.index());
      } else {
        List<Expression> operands = new ArrayList<>(node.operands().size());
        for (Expression operand : node.operands()) {
          operands.add(Reachable.known(copies, operand));
        }
        copy = apply(node.op(), operands);
      }
      copies.put(node, copy);
    }
    List<Expression> copied = new ArrayList<>(roots.size());
    for (Expression root : roots) {
      copied.add(Reachable.known(copies, root));
    }
    return copied;
  }

  private Expression commutative(Op op, Expression a, Expression b) {
    return a.id() <= b.id() ? node(op, a, b) : node(op, b, a);
  }

  private Expression node(Op op, Expression... operands) {
    return intern(op, List.of(operands), 0.0, Bank.INPUT, 0);
  }

  private Expression intern(
      Op op, List<Expression> operands, double constant, Bank bank, int index) {
    Key key = new Key(op, operands, Double.doubleToLongBits(constant), bank, index);
    Expression known = nodes.get(key);
    if (known != null) {
      return known;
    }
    Expression made = new Expression(nodes.size(), op, operands, constant, bank, index);
    nodes.put(key, made);
    return made;
  }
}
