package io.biopilot.twin.vector;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import jdk.incubator.vector.DoubleVector;

/** Panels on vectors of 256 bits; plain ones where the machine's vectors are shorter. */
public final class VectorPanels implements Panels {
  private static final int BITS = 256;

  private final Panels plain = new PlainPanels();
  private final boolean wide = DoubleVector.SPECIES_PREFERRED.vectorBitSize() >= BITS;

  @Override
  public String name() {
    return wide ? "vector" + BITS : plain.name();
  }

  @Override
  public Transposed transposed(int inner, int rows, int columns) {
    return wide
        ? new VectorTransposed(inner, rows, columns)
        : plain.transposed(inner, rows, columns);
  }
}
