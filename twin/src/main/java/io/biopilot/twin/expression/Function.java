package io.biopilot.twin.expression;

import java.util.List;
import java.util.Locale;

/** The functions a formula may call. {@code piecewise} is syntax, not a function. */
public enum Function {
  EXP(1),
  LOG(1),
  SQRT(1),
  TANH(1),
  ABS(1),
  MIN(2),
  MAX(2),
  POW(2);

  private final int arguments;

  Function(int arguments) {
    this.arguments = arguments;
  }

  /** Number of arguments; min and max take more and nest. */
  public int arguments() {
    return arguments;
  }

  /** As written in formulas. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean takes(int count) {
    boolean folds = this == MIN || this == MAX;
    return folds ? count >= arguments : count == arguments;
  }

  Expression apply(Graph graph, List<Expression> a) {
    return switch (this) {
      case EXP -> graph.exp(a.get(0));
      case LOG -> graph.log(a.get(0));
      case SQRT -> graph.sqrt(a.get(0));
      case TANH -> graph.tanh(a.get(0));
      case ABS -> graph.abs(a.get(0));
      case MIN -> a.stream().reduce(graph::min).orElseThrow();
      case MAX -> a.stream().reduce(graph::max).orElseThrow();
      case POW -> graph.power(a.get(0), a.get(1));
    };
  }
}
