package io.biopilot.twin.linalg;

import java.util.Arrays;

/**
 * An immutable vector with value equality (bit for bit, so that replayed records can be compared).
 */
public final class Vec {

  private final double[] entries;

  private Vec(double[] entries) {
    this.entries = entries;
  }

  public static Vec of(double... entries) {
    return new Vec(entries.clone());
  }

  public static Vec zeros(int size) {
    return new Vec(new double[size]);
  }

  public int size() {
    return entries.length;
  }

  public double get(int index) {
    return entries[index];
  }

  /** A fresh copy; the caller owns it. */
  public double[] toArray() {
    return entries.clone();
  }

  /** Copies all entries into target from the offset on. */
  public void copyInto(double[] target, int offset) {
    System.arraycopy(entries, 0, target, offset, entries.length);
  }

  /** This vector with one entry replaced. */
  public Vec with(int index, double value) {
    double[] copy = entries.clone();
    copy[index] = value;
    return new Vec(copy);
  }

  public boolean isFinite() {
    for (double entry : entries) {
      if (!Double.isFinite(entry)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vec vec && Arrays.equals(entries, vec.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return Arrays.toString(entries);
  }
}
