package io.biopilot.twin.vector;

/** Where a tile lies and how far it runs; one a layer, changed in place. */
final class Span {
  /** First row (or input) of the tile. */
  int row;

  /** First column of the tile. */
  int column;

  /** Where the matrix's entry at the tile's first column lies in its first row. */
  int start;

  /** Length of the sum. */
  int terms;

  /** Distance of the gradient's rows. */
  int stride;
}
