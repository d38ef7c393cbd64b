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
      throw new UserError(
          "%s cannot be read: %s; 'biopilot model example > %s' writes one to start from"
              .formatted(file, unreadable, file),
          unreadable);
    }
  }

  /** The values with those replaced that are given by name. */
  static Vec replaced(
      Vec values, List<Quantity> quantities, Map<String, Double> given, String what) {
    Vec result = values;
    for (Map.Entry<String, Double> entry : given.entrySet()) {
      result = result.with(indexOf(quantities, entry.getKey(), what), entry.getValue());
    }
    return result;
  }

  /** Position of the named quantity. */
  static int indexOf(List<Quantity> quantities, String name, String what) {
    int index = Schema.indexOf(quantities, name);
    if (index < 0) {
      List<String> names = quantities.stream().map(Quantity::name).toList();
      throw new UserError(
          "'%s' is no %s of the model%s; there are %s"
              .formatted(
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
