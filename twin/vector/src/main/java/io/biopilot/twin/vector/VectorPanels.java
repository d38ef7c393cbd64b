package io.biopilot.twin.vector;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import jdk.incubator.vector.DoubleVector;

/** Panels on vectors of 256 bits; plain ones where the machine's vectors are shorter. */
public record VectorPanels() implements Panels {
  private static final int BITS = 256;

  private static final Panels PLAIN = new PlainPanels();
  private static final boolean WIDE = DoubleVector.SPECIES_PREFERRED.vectorBitSize() >= BITS;

  @Override
  public String name() {
    return WIDE ? "vector" + BITS : PLAIN.name();
  }

  @Override
  public Transposed transposed(int inner, int rows, int columns) {
    return WIDE
        ? new VectorTransposed(inner, rows, columns)
        : PLAIN.transposed(inner, rows, columns);
  }
}
