package io.biopilot.bench.numeric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Raw little-endian doubles in files: what ours and theirs exchange. */
final class Doubles {
  private Doubles() {}

  static void write(Path file, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      double[] values = new double[bytes.length / 8];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Largest difference by largest entry of the second; the lengths must agree. */
  static double difference(double[] values, double[] reference) {
    if (values.length != reference.length) {
      throw new IllegalStateException(
          "%d numbers against %d".formatted(values.length, reference.length));
    }
    double worst = 0.0;
    double scale = 0.0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - reference[i]));
      scale = Math.max(scale, Math.abs(reference[i]));
    }
    return worst / scale;
  }
}
