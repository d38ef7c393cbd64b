package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Model files and values given by name on the command line; what is wrong is a user error. */
final class ModelSource {
  private ModelSource() {}

  static HybridModel load(Path file) {
    try {
      return ModelFile.load(file);
    } catch (ModelException wrong) {
      throw new UserError(
          "%s is no usable model (%d found):%n%s"
              .formatted(file, wrong.problems().size(), wrong.getMessage()),
          wrong);
    } catch (IOException unreadable) {
      String advice =
          unreadable instanceof NoSuchFileException
              ? "; 'biopilot model example > %s' writes one to start from".formatted(file)
              : "";
      throw new UserError(
          "%s cannot be read: %s%s".formatted(file, Unreadable.reason(unreadable), advice),
          unreadable);
    }
  }

  /** What a value on the command line stands for. */
  enum Kind {
    INPUT("--input", "input"),
    PARAMETER("--parameter", "parameter"),
    STATE("--initial", "state");

    private final String option;
    private final String noun;

    Kind(String option, String noun) {
      this.option = option;
      this.noun = noun;
    }
  }

  /** The values with those replaced that are given by name. */
  static Vec replaced(Vec values, List<Quantity> quantities, Map<String, Double> given, Kind kind) {
    Vec result = values;
    for (Map.Entry<String, Double> entry : given.entrySet()) {
      String name = entry.getKey();
      int index = indexOf(quantities, name, kind.noun, kind.option + " ");
      double value = entry.getValue();
      Quantity quantity = quantities.get(index);
      if (!Double.isFinite(value)) {
        throw new UserError(
            "%s %s=%s: expected a finite number in %s"
                .formatted(kind.option, name, value, quantity.unit()));
      }
      if (!(value >= quantity.lower() && value <= quantity.upper())) {
        throw new UserError(
            "%s %s=%s: expected %s".formatted(kind.option, name, value, range(quantity)));
      }
      result = result.with(index, value);
    }
    return result;
  }

  /** What a value of the quantity may be, for messages. */
  static String range(Quantity quantity) {
    return "a value from lower (%s) to upper (%s) of the model, in %s"
        .formatted(quantity.lower(), quantity.upper(), quantity.unit());
  }

  /** Position of the named quantity; where stands in front of the message. */
  static int indexOf(List<Quantity> quantities, String name, String what, String where) {
    int index = Schema.indexOf(quantities, name);
    if (index < 0) {
      List<String> names = quantities.stream().map(Quantity::name).toList();
      throw new UserError(
          "%s'%s' is no %s of the model%s; there are %s"
              .formatted(
                  where,
                  name,
                  what,
                  Spelling.suggestion(name, names),
                  names.isEmpty() ? "none" : String.join(", ", shortened(names))));
    }
    return index;
  }

  private static List<String> shortened(List<String> names) {
    return names.stream().filter(name -> !name.contains(".w")).toList();
  }
}
