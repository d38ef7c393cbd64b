package io.biopilot.agent.web;

import io.biopilot.connectors.Quality;
import java.util.Arrays;

/** Points of one channel in growing arrays, sorted by time. Not safe for threads. */
final class Column {
  /** Codes of the qualities, here and on the page. */
  static final byte GOOD = 0;

  static final byte UNCERTAIN = 1;
  static final byte BAD = 2;

  private final String unit;
  private long[] millis = new long[256];
  private double[] value = new double[256];
  private double[] deviation = new double[256];
  private byte[] quality = new byte[256];
  private int size;

  Column(String unit) {
    this.unit = unit;
  }

  String unit() {
    return unit;
  }

  int size() {
    return size;
  }

  long millis(int i) {
    return millis[i];
  }

  double value(int i) {
    return value[i];
  }

  double deviation(int i) {
    return deviation[i];
  }

  Quality quality(int i) {
    return quality[i] == GOOD ? Quality.GOOD : quality[i] == BAD ? Quality.BAD : Quality.UNCERTAIN;
  }

  /** 0 good, 1 uncertain, 2 bad. */
  byte qualityCode(int i) {
    return quality[i];
  }

  private static byte code(Quality quality) {
    return switch (quality) {
      case GOOD -> GOOD;
      case UNCERTAIN -> UNCERTAIN;
      case BAD -> BAD;
    };
  }

  /**
   * Adds a point in its place; one of the same time replaces it.
   *
   * @return whether only the end grew, so that what was read before still stands
   */
  boolean add(long time, double v, double sd, Quality q) {
    int at = size;
    while (at > 0 && millis[at - 1] > time) {
      at--;
    }
    boolean replaces = at > 0 && millis[at - 1] == time;
    if (replaces) {
      at--;
    } else {
      makeRoom(at);
    }
    millis[at] = time;
    value[at] = v;
    deviation[at] = sd;
    quality[at] = code(q);
    return !replaces && at == size - 1;
  }

  private void makeRoom(int at) {
    if (size == millis.length) {
      int larger = 2 * size;
      millis = Arrays.copyOf(millis, larger);
      value = Arrays.copyOf(value, larger);
      deviation = Arrays.copyOf(deviation, larger);
      quality = Arrays.copyOf(quality, larger);
    }
    int moved = size - at;
    System.arraycopy(millis, at, millis, at + 1, moved);
    System.arraycopy(value, at, value, at + 1, moved);
    System.arraycopy(deviation, at, deviation, at + 1, moved);
    System.arraycopy(quality, at, quality, at + 1, moved);
    size++;
  }

  /** First index at or after the time. */
  int firstFrom(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (millis[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Appends the indices in [from, to) of the lowest, the highest and the first doubtful point.
   *
   * @param count how many indices are there before
   * @return how many after
   */
  int extremesInto(int from, int to, int[] kept, int count) {
    int lowest = from;
    int highest = from;
    int doubtful = -1;
    for (int i = from; i < to; i++) {
      // a NaN in the place of an extreme gives way to any number
      if (value[i] < value[lowest] || Double.isNaN(value[lowest])) {
        lowest = i;
      }
      if (value[i] > value[highest] || Double.isNaN(value[highest])) {
        highest = i;
      }
      if (doubtful < 0 && quality[i] != GOOD) {
        doubtful = i;
      }
    }
    int after = append(kept, count, Math.min(lowest, highest), -1);
    after = append(kept, after, Math.max(lowest, highest), kept[after - 1]);
    if (doubtful >= 0 && doubtful != lowest && doubtful != highest) {
      kept[after] = doubtful;
      Arrays.sort(kept, count, after + 1);
      after++;
    }
    return after;
  }

  private static int append(int[] kept, int count, int index, int last) {
    if (index == last) {
      return count;
    }
    kept[count] = index;
    return count + 1;
  }

  /** Keeps the points at the given indices only. */
  void keep(int[] indices, int count) {
    for (int k = 0; k < count; k++) {
      int from = indices[k];
      millis[k] = millis[from];
      value[k] = value[from];
      deviation[k] = deviation[from];
      quality[k] = quality[from];
    }
    size = count;
  }

  Column copy() {
    Column copy = new Column(unit);
    copy.millis = Arrays.copyOf(millis, Math.max(1, size));
    copy.value = Arrays.copyOf(value, Math.max(1, size));
    copy.deviation = Arrays.copyOf(deviation, Math.max(1, size));
    copy.quality = Arrays.copyOf(quality, Math.max(1, size));
    copy.size = size;
    return copy;
  }
}
