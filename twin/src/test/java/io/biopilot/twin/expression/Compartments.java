package io.biopilot.twin.expression;

import java.util.ArrayList;
import java.util.List;

/** A six-state fermentation (Monod, Haldane, Arrhenius, oxygen) in coupled compartments. */
final class Compartments {
  private static final String[] STATES = {"X", "S", "P", "O", "T", "V"};
  private static final String[] PARAMETERS = {
    "muMax", "Ks", "Ki", "Ko", "Y", "m", "a", "b", "E", "kLa", "H", "Sin", "k"
  };

  private Compartments() {}

  static List<Expression> equations(Symbols symbols, int compartments) {
    for (int c = 0; c < compartments; c++) {
      for (String state : STATES) {
        symbols.input(state + c);
      }
    }
    symbols.input("F");
    for (String parameter : PARAMETERS) {
      symbols.parameter(parameter);
    }
    List<Expression> equations = new ArrayList<>();
    for (int c = 0; c < compartments; c++) {
      int other = (c + 1) % compartments;
      for (String text :
          List.of(
              "mu# * X# - F / V# * X# + k * (X@ - X#)",
              "-(mu# / Y + m) * X# + F / V# * (Sin - S#) + k * (S@ - S#)",
              "(a * mu# + b) * X# - F / V# * P# + k * (P@ - P#)",
              "kLa * (1 - O#) - H * mu# * X# + k * (O@ - O#)",
              "0.1 * mu# * X# - (T# - 1) + k * (T@ - T#)",
              "F / " + compartments)) {
        String rate =
            "(muMax * exp(E * (1 - 1 / T#)) * S# / (Ks + S# + S#^2 / Ki) * O# / (Ko + O#))";
        String equation = text.replace("mu#", rate).replace("#", "" + c).replace("@", "" + other);
        equations.add(symbols.value(equation));
      }
    }
    return equations;
  }
}
