package io.biopilot.twin.model;

import io.biopilot.twin.linalg.Vec;

/**
 * A process model with the parameter values in force: what estimators and controllers are given. A
 * promoted model is a new {@code Model}; its hash is journaled.
 *
 * @param process the equations
 * @param parameters values in the schema's order
 * @param version counts promotions, 0 for the model a batch starts with
 * @param hash SHA-256 (hex) over the model's declaration and the parameters' bits
 */
public record Model(ProcessModel process, Vec parameters, int version, String hash) {
  public Model {
    int expected = process.schema().parameters().size();
    if (parameters.size() != expected) {
      throw new IllegalArgumentException(
          "model %s needs %d parameters, got %d".formatted(hash, expected, parameters.size()));
    }
  }
}
