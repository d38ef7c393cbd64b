package io.biopilot.bench.loop;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** A bar with what is done, what runs and how long it will take. */
final class Progress {

  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final PrintWriter out;
  private final int jobs;
  private final double hours;
  private final LongSupplier nanos;
  private final Map<BatchResult.Key, Double> running = new HashMap<>();
  private final List<BatchResult.Key> left = new ArrayList<>();
  private final Map<String, List<Double>> seconds = new HashMap<>();
  private int total;
  private long last;

  /**
   * @param jobs batches side by side
   * @param hours length of a batch (h)
   * @param nanos a clock
   */
  Progress(PrintWriter out, int jobs, double hours, LongSupplier nanos) {
    this.out = out;
    this.jobs = jobs;
    this.hours = hours;
    this.nanos = nanos;
    this.last = nanos.getAsLong() - EVERY_NANOS;
  }

  synchronized void begin(int all, List<BatchResult.Key> waiting) {
    total = all;
    left.addAll(waiting);
    if (left.size() < total) {
      out.println("%d of %d batches are there already".formatted(total - left.size(), total));
    }
    out.flush();
  }

  synchronized void at(BatchResult.Key key, double batchHours) {
    running.put(key, batchHours);
    if (nanos.getAsLong() - last >= EVERY_NANOS) {
      last = nanos.getAsLong();
      out.print("\r" + line());
      out.flush();
    }
  }

  synchronized void done(BatchResult.Key key, double wall) {
    running.remove(key);
    left.remove(key);
    seconds.computeIfAbsent(key.controller(), name -> new ArrayList<>()).add(wall);
  }

  /** Tells of something on a line of its own. */
  synchronized void say(String text) {
    out.println("\r" + text);
    out.flush();
  }

  synchronized void end() {
    if (!seconds.isEmpty()) {
      out.println("\r" + line());
      out.flush();
    }
  }

  /** The bar as it stands. */
  synchronized String line() {
    double under =
        running.values().stream().mapToDouble(at -> Math.min(1, Math.max(0, at / hours))).sum();
    double share = total == 0 ? 1 : (total - left.size() + under) / total;
    int full = (int) Math.floor(share * WIDTH + 1e-9);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d/%d batches, %s   ",
        "=".repeat(full),
        " ".repeat(WIDTH - full),
        total - left.size(),
        total,
        remaining());
  }

  /** By how long batches of the same controller took; of any other, where there was none yet. */
  private String remaining() {
    if (left.isEmpty()) {
      return "done";
    }
    double any =
        seconds.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    double sum = 0;
    for (BatchResult.Key key : left) {
      double each =
          seconds.getOrDefault(key.controller(), List.of()).stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElse(any);
      double already = Math.min(1, running.getOrDefault(key, 0.0) / hours);
      sum += each * (1 - Math.max(0, already));
    }
    if (Double.isNaN(sum)) {
      return "no estimate before the first batch is over";
    }
    long rest = Math.round(sum / Math.min(jobs, left.size()));
    return String.format(Locale.ROOT, "about %d:%02d min left", rest / 60, rest % 60);
  }
}
