package io.biopilot.twin.vector;

/** Where a tile lies and how far it runs; one a layer, changed in place. */
final class Span {
  /** First row (or input) of the tile. */
  int row;

  /** First column of the tile. */
  int column;

  /** Length of the sum. */
  int terms;

  /** Distance of the matrix's rows. */
  int stride;
}
