package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.spool.Entry;
import io.biopilot.connectors.spool.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Telemetry on its way: on disk until the broker has acknowledged it. */
final class Outbox implements AutoCloseable {
  private static final int BATCH = 256;
  private static final long BATCH_BYTES = 1 << 20;

  private final Spool spool;

  Outbox(MqttConfig config) throws IOException {
    spool = Spool.open(Spool.Settings.outbox(config.outbox(), config.timing().outboxBytes()));
  }

  void add(String topic, byte[] payload) throws IOException {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    ByteBuffer record = ByteBuffer.allocate(4 + name.length + payload.length);
    spool.append(List.of(record.putInt(name.length).put(name).put(payload).array()));
  }

  long pending() {
    return spool.pending();
  }

  /**
   * Sends until nothing is left, in batches whose messages fill the window; each batch leaves the
   * disk when all of it is acknowledged. Returns how many records were lost before they were sent.
   *
   * @throws CompletionException when the line breaks; what was not acknowledged is sent again later
   */
  long drain(MqttLine line, long patienceMillis) throws IOException {
    long lost = 0;
    while (spool.pending() > 0 && line.connected()) {
      Spool.Batch batch = spool.peek(BATCH, BATCH_BYTES);
      List<CompletableFuture<MqttLine.Delivery>> deliveries = new ArrayList<>();
      for (Entry entry : batch.entries()) {
        ByteBuffer record = ByteBuffer.wrap(entry.bytes());
        byte[] name = new byte[record.getInt()];
        record.get(name);
        byte[] payload = new byte[record.remaining()];
        record.get(payload);
        String topic = new String(name, StandardCharsets.UTF_8);
        deliveries.add(line.publish(topic, payload, 0, patienceMillis));
      }
      CompletableFuture.allOf(deliveries.toArray(new CompletableFuture<?>[0])).join();
      lost += batch.lost();
      spool.acknowledge(batch.upTo());
    }
    return lost;
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
