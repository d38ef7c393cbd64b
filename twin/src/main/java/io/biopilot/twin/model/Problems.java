package io.biopilot.twin.model;

import io.biopilot.twin.expression.FormulaException;
import io.biopilot.twin.model.ModelDeclaration.Text;
import io.biopilot.twin.model.ModelException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a declaration, so that everything is reported at once. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(Place place, String message) {
    found.add(new Problem(place, message));
  }

  /** A formula's error, at the very character where that can be told. */
  void add(String owner, Text text, FormulaException error) {
    Place place = text.inOneLine() ? text.place().right(error.position()) : text.place();
    String formula = text.text().strip().replaceAll("\\s+", " ");
    add(place, "%s: '%s': %s".formatted(owner, formula, error.problem()));
  }

  /** Refuses to go on if anything is wrong so far. */
  void orThrow() {
    if (!found.isEmpty()) {
      throw new ModelException(found);
    }
  }
}
