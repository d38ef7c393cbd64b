package io.biopilot.twin.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Batches to learn from and batches to judge by; no batch is on both sides.
 *
 * @param train to fit on
 * @param test to judge by
 */
public record Split(List<Batch> train, List<Batch> test) {

  public Split {
    train = List.copyOf(train);
    test = List.copyOf(test);
    for (Batch batch : test) {
      if (train.stream().anyMatch(b -> b.name().equals(batch.name()))) {
        throw new IllegalArgumentException(
            "batch %s is in the training and in the test set".formatted(batch.name()));
      }
    }
  }

  /** The named batches are held out; every name must be there. */
  public static Split holdingOut(List<Batch> batches, Set<String> names) {
    List<Batch> train = new ArrayList<>();
    List<Batch> test = new ArrayList<>();
    for (Batch batch : batches) {
      (names.contains(batch.name()) ? test : train).add(batch);
    }
    if (test.size() != names.size()) {
      throw new IllegalArgumentException(
          "held out %s, but the dataset has %s"
              .formatted(names, batches.stream().map(Batch::name).toList()));
    }
    return new Split(train, test);
  }
}
