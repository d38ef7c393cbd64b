package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.connectors.Quality;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchRecordTest {
  private static final Instant START = Instant.parse("2026-03-02T05:30:00Z");
  private static final Channel OXYGEN = new Channel("DO", Kind.MEASURED);

  private static BatchRecord record(int capacity) {
    return new BatchRecord("BR1", "B-0001", START, capacity);
  }

  private static void add(BatchRecord record, long second, double value) {
    record.add(OXYGEN, "%", START.plusSeconds(second), value, Double.NaN, Quality.GOOD);
  }

  @Test
  void aLatePointGoesToItsPlaceAndTellsReadersToStartAgain() {
    BatchRecord record = record(1_000);
    add(record, 0, 1);
    add(record, 20, 3);
    int before = record.revision();
    add(record, 10, 2);
    Column column = record.snapshot().columns().get(OXYGEN);
    assertThat(column.size()).isEqualTo(3);
    assertThat(column.value(1)).isEqualTo(2);
    assertThat(record.revision()).isGreaterThan(before);
  }

  @Test
  void aPointOfTheSameTimeReplacesTheFormer() {
    BatchRecord record = record(1_000);
    add(record, 10, 1);
    add(record, 10, 2);
    Column column = record.snapshot().columns().get(OXYGEN);
    assertThat(column.size()).isEqualTo(1);
    assertThat(column.value(0)).isEqualTo(2);
  }

  @Test
  void aFullChannelIsThinnedAndSaysSo() {
    BatchRecord record = record(1_000);
    for (int i = 0; i < 5_000; i++) {
      add(record, i, i == 1_234 ? 99 : i % 7);
    }
    BatchRecord.Snapshot snapshot = record.snapshot();
    Column column = snapshot.columns().get(OXYGEN);
    assertThat(column.size()).isLessThanOrEqualTo(1_000);
    assertThat(snapshot.thinned()).isTrue();
    boolean spike = false;
    for (int i = 0; i < column.size(); i++) {
      spike |= column.value(i) == 99;
    }
    assertThat(spike).as("the spike outlives the thinning").isTrue();
  }

  @Test
  void aReaderGetsEachPointOnceAndAllAgainAfterALateOne() {
    BatchRecord record = record(1_000);
    TrendJson.Cursor cursor = new TrendJson.Cursor();
    add(record, 0, 1);
    assertThat(TrendJson.since(record, cursor, 100, 100)).contains("\"v\":[1.0]");
    add(record, 36, 2);
    assertThat(TrendJson.since(record, cursor, 100, 100))
        .isEqualTo("{\"whole\":false,\"channels\":{\"DO.measured\":{\"t\":[0.01],\"v\":[2.0]}}}");
    assertThat(TrendJson.since(record, cursor, 100, 100))
        .isEqualTo("{\"whole\":false,\"channels\":{}}");
    add(record, 18, 3);
    assertThat(TrendJson.since(record, cursor, 100, 100))
        .contains("\"whole\":true", "\"v\":[1.0,3.0,2.0]");
  }
}
