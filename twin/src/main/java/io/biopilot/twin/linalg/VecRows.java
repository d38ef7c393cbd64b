package io.biopilot.twin.linalg;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Vectors of one length in one array: a course over time takes little more room than its numbers.
 * Immutable; equal to any list of equal vectors, which are made anew each time they are asked for.
 */
public final class VecRows extends AbstractList<Vec> implements RandomAccess {

  private final double[] entries;
  private final int rows;
  private final int width;
  private final int stride;

  private VecRows(double[] entries, int rows, int width, int stride) {
    this.entries = entries;
    this.rows = rows;
    this.width = width;
    this.stride = stride;
  }

  /** The same vectors in one array; an immutable copy of the list where their lengths differ. */
  public static List<Vec> packed(List<Vec> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    if (rows instanceof VecRows) {
      return rows;
    }
    int width = rows.get(0).size();
    if (width == 0 || rows.stream().anyMatch(row -> row.size() != width)) {
      return List.copyOf(rows);
    }
    double[] entries = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).copyInto(entries, i * width);
    }
    return new VecRows(entries, rows.size(), width, width);
  }

  /**
   * The first entries of each vector, in the same array where that is possible.
   *
   * @param count of entries, at most as many as the shortest vector has
   */
  public static List<Vec> firstOf(List<Vec> rows, int count) {
    if (rows instanceof VecRows packed) {
      Objects.checkFromToIndex(0, count, packed.width);
      return new VecRows(packed.entries, packed.rows, count, packed.stride);
    }
    return packed(rows.stream().map(row -> Vec.of(head(row, count))).toList());
  }

  private static double[] head(Vec row, int count) {
    Objects.checkFromToIndex(0, count, row.size());
    return Arrays.copyOf(row.toArray(), count);
  }

  @Override
  public Vec get(int index) {
    Objects.checkIndex(index, rows);
    int from = index * stride;
    return Vec.of(Arrays.copyOfRange(entries, from, from + width));
  }

  @Override
  public int size() {
    return rows;
  }
}
