package io.biopilot.twin.archive;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Values fitted for one model, and how they came about; a YAML text.
 *
 * @param model hash of the model's declaration (SHA-256, hex)
 * @param provenance what was done, with which data, seed and settings, in the order of the file
 * @param values one a parameter, in the schema's order, canonical units
 */
public record ParameterFile(String model, Map<String, String> provenance, Vec values) {

  public ParameterFile {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * A file that cannot be used; the message names file, place, value, expectation and what to do.
   */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** As text; parameters by name, with every digit that matters. */
  public String toText(Schema schema) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 0; i < schema.parameters().size(); i++) {
      parameters.put(schema.parameters().get(i).name(), values.get(i));
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("model", model);
    file.put("provenance", provenance);
    file.put("parameters", parameters);
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(file);
  }

  /**
   * Reads a text for a model.
   *
   * @param name of the file, for messages
   * @param modelHash of the model that is to use it
   */
  public static ParameterFile read(String name, String text, Schema schema, String modelHash)
      throws Unusable {
    Map<?, ?> file = mapping(name, "the file", parsed(name, text));
    Object model = file.get("model");
    if (!modelHash.equals(model)) {
      throw new Unusable(
          "%s: model is %s, but the model in use has the hash %s; fit the parameters again for this model"
              .formatted(name, model, modelHash));
    }
    Map<?, ?> parameters = mapping(name, "parameters", file.get("parameters"));
    double[] values = new double[schema.parameters().size()];
    List<String> known = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Quantity quantity = schema.parameters().get(i);
      known.add(quantity.name());
      values[i] = number(name, quantity, parameters.get(quantity.name()));
    }
    for (Object key : parameters.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new Unusable(
            "%s: parameters.%s is not a parameter of the model; it has %s"
                .formatted(name, key, known));
      }
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    mapping(name, "provenance", file.get("provenance"))
        .forEach((key, value) -> provenance.put(String.valueOf(key), String.valueOf(value)));
    return new ParameterFile(modelHash, provenance, Vec.of(values));
  }

  private static Object parsed(String name, String text) throws Unusable {
    try {
      return new Load(LoadSettings.builder().setMaxAliasesForCollections(10).setLabel(name).build())
          .loadFromString(text);
    } catch (YamlEngineException e) {
      throw new Unusable("%s: not readable as YAML: %s".formatted(name, e.getMessage()));
    }
  }

  private static Map<?, ?> mapping(String name, String place, @Nullable Object value)
      throws Unusable {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new Unusable(
        "%s: %s must be names with values (name: value), got %s".formatted(name, place, value));
  }

  private static double number(String name, Quantity quantity, @Nullable Object value)
      throws Unusable {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      double found = number.doubleValue();
      if (found < quantity.lower() || found > quantity.upper()) {
        throw new Unusable(
            "%s: parameters.%s is %s %s, outside its range from %s to %s"
                .formatted(
                    name,
                    quantity.name(),
                    found,
                    quantity.unit(),
                    quantity.lower(),
                    quantity.upper()));
      }
      return found;
    }
    throw new Unusable(
        "%s: parameters.%s must be a finite number in %s, got %s"
            .formatted(name, quantity.name(), quantity.unit(), value));
  }
}
