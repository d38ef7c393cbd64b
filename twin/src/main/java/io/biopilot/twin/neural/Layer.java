package io.biopilot.twin.neural;

/** One dense layer: its number of outputs and what is applied to each of them. */
public record Layer(int width, Activation activation) {
  public Layer {
    if (width < 1) {
      throw new IllegalArgumentException("a layer needs at least one output, got " + width);
    }
  }
}
