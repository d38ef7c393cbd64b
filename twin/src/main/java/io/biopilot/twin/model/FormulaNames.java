package io.biopilot.twin.model;

import io.biopilot.twin.expression.Algebra;
import io.biopilot.twin.expression.Formula;
import io.biopilot.twin.expression.FormulaException;
import io.biopilot.twin.expression.Function;
import io.biopilot.twin.model.ModelDeclaration.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names a formula uses: the meaning that forgets everything else. */
final class FormulaNames implements Algebra<Boolean> {
  private final Set<String> names = new LinkedHashSet<>();

  /** The names; none for a formula that cannot be read, which is reported elsewhere. */
  static Set<String> in(Text text) {
    FormulaNames collector = new FormulaNames();
    try {
      Formula.parse(text.text()).interpret(collector);
    } catch (FormulaException reportedWhenEvaluated) {
      return Set.of();
    }
    return collector.names;
  }

  @Override
  public Boolean number(double value, @Nullable String unit, int position) {
    return true;
  }

  @Override
  public Boolean name(String name, int position) {
    return names.add(name);
  }

  @Override
  public Boolean negate(Boolean value, int position) {
    return true;
  }

  @Override
  public Boolean binary(Operator operator, Boolean left, Boolean right, int position) {
    return true;
  }

  @Override
  public Boolean call(Function function, List<Boolean> arguments, int position) {
    return true;
  }

  @Override
  public Boolean choose(
      Relation relation,
      Boolean left,
      Boolean right,
      Boolean then,
      Boolean otherwise,
      int position) {
    return true;
  }
}
