package io.biopilot.twin.linalg;

/** Panels in plain Java: tiles of 2 × 4 held in registers. */
public record PlainPanels() implements Panels {

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public Transposed transposed(int inner, int rows, int columns) {
    return new PlainTransposed(inner, rows, columns);
  }
}
