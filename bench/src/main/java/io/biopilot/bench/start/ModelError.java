package io.biopilot.bench.start;

/**
 * How far a reading may be from a good model's prediction over a whole batch: instrument error and
 * the model's own. The second dominates; its figures are judged, not measured.
 */
final class ModelError {
  private ModelError() {}

  /** In the tag's unit. */
  static double deviation(String tag, double value) {
    double size = Math.abs(value);
    return switch (tag) {
      case "OD" -> 0.02 + 0.06 * size;
      case "OUR" -> 0.03 + 0.06 * size;
      case "Glucose" -> 0.05 + 0.05 * size;
      case "Acetate" -> 0.02 + 0.06 * size;
      case "Enzyme" -> 2.0 + 0.15 * size;
      case "Volume" -> 0.01;
      case "DO" -> 5.0;
      default -> throw new IllegalArgumentException("no model error is known for " + tag);
    };
  }
}
