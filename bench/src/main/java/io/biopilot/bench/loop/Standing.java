package io.biopilot.bench.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one controller reached.
 *
 * @param controller its name
 * @param batches its batches
 */
record Standing(String controller, List<BatchResult> batches) {

  Standing {
    batches = List.copyOf(batches);
  }

  /** By controller, in the order in which they first occur. */
  static List<Standing> of(List<BatchResult> results) {
    List<String> names = results.stream().map(BatchResult::controller).distinct().toList();
    return names.stream()
        .map(
            name ->
                new Standing(
                    name, results.stream().filter(r -> r.controller().equals(name)).toList()))
        .toList();
  }

  List<Double> values(ToDoubleFunction<BatchResult> of) {
    return batches.stream().map(of::applyAsDouble).filter(v -> !Double.isNaN(v)).toList();
  }

  int failed() {
    return (int) batches.stream().filter(BatchResult::failed).count();
  }

  List<Double> products() {
    return values(BatchResult::product);
  }

  /** Of the batches that count. */
  List<Double> countedProducts() {
    return batches.stream().filter(b -> !b.failed()).map(BatchResult::product).toList();
  }

  /** Product less the other's of the same seed (g), where neither failed. */
  List<Double> differences(Standing other) {
    Map<Long, BatchResult> others = bySeed(other);
    List<Double> differences = new ArrayList<>();
    for (BatchResult batch : batches) {
      BatchResult same = others.get(batch.seed());
      if (same != null && !same.failed() && !batch.failed()) {
        differences.add(batch.product() - same.product());
      }
    }
    return differences;
  }

  /** Product that counts as a share of the other's of the same seed; 0 for a batch that failed. */
  List<Double> shares(Standing other) {
    Map<Long, BatchResult> others = bySeed(other);
    List<Double> shares = new ArrayList<>();
    for (BatchResult batch : batches) {
      BatchResult same = others.get(batch.seed());
      if (same != null && !same.failed()) {
        shares.add(batch.counted() / same.product());
      }
    }
    return shares;
  }

  private static Map<Long, BatchResult> bySeed(Standing standing) {
    Map<Long, BatchResult> bySeed = new HashMap<>();
    standing.batches.forEach(batch -> bySeed.put(batch.seed(), batch));
    return bySeed;
  }
}
