package io.biopilot.simulators.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * The monitored items of all subscriptions, by variable.
 *
 * <p>Values are set under the monitor of their subscription, so that a publish in between cannot
 * split a look at the plant. One thread pushes at a time; items come and go on others.
 */
final class MonitoredTags {

  /** A variable's new value. */
  record Value(PlantTag tag, DataValue value) {}

  private final OpcUaServer server;
  private final Map<UInteger, List<Entry>> bySubscription = new ConcurrentHashMap<>();

  /** An item and what it looks at. */
  private record Entry(PlantTag tag, DataItem item) {}

  MonitoredTags(OpcUaServer server) {
    this.server = server;
  }

  int subscriptions() {
    return server.getSubscriptions().size();
  }

  /** Registers an item and sends its first value. */
  void add(PlantTag tag, DataItem item, DataValue first) {
    item.setValue(first);
    register(tag, item);
  }

  /** Registers a barrier; its first value counts the values its session was sent so far. */
  void addBarrier(DataItem item, DataValue present) {
    long sent = 0;
    NodeId session = item.getSession().getSessionId();
    for (List<Entry> entries : bySubscription.values()) {
      sent += entries.stream().filter(e -> counts(e, session)).count();
    }
    Object value = present.value().value();
    long tick = value instanceof Long[] numbers ? numbers[0] : 0;
    DateTime at = present.sourceTime() == null ? DateTime.now() : present.sourceTime();
    item.setValue(barrier(tick, sent, at));
    register(PlantTag.LOCKSTEP_BARRIER, item);
  }

  private static boolean counts(Entry entry, NodeId session) {
    return entry.tag() != PlantTag.LOCKSTEP_BARRIER
        && entry.item().getSession().getSessionId().equals(session);
  }

  private void register(PlantTag tag, DataItem item) {
    bySubscription.compute(
        item.getSubscriptionId(),
        (id, before) -> {
          List<Entry> entries = before == null ? new ArrayList<>() : new ArrayList<>(before);
          entries.add(new Entry(tag, item));
          return List.copyOf(entries);
        });
  }

  void remove(List<DataItem> items) {
    for (DataItem item : items) {
      bySubscription.computeIfPresent(
          item.getSubscriptionId(),
          (id, before) -> {
            List<Entry> left = before.stream().filter(e -> e.item() != item).toList();
            return left.isEmpty() ? null : left;
          });
    }
  }

  /** Sends values, oldest first, to whoever watches them. */
  void push(List<Value> values) {
    bySubscription.forEach((id, entries) -> push(id, entries, values));
  }

  /** Sends the values of a tick, and then to each session how many of them it was sent. */
  void push(List<Value> values, long tick, DateTime at) {
    Map<NodeId, Long> sent = new HashMap<>();
    bySubscription.forEach(
        (id, entries) -> {
          long count = push(id, entries, values);
          sent.merge(entries.get(0).item().getSession().getSessionId(), count, Long::sum);
        });
    for (List<Entry> entries : bySubscription.values()) {
      for (Entry entry : entries) {
        if (entry.tag() == PlantTag.LOCKSTEP_BARRIER) {
          long count = sent.getOrDefault(entry.item().getSession().getSessionId(), 0L);
          entry.item().setValue(barrier(tick, count, at));
        }
      }
    }
  }

  private long push(UInteger id, List<Entry> entries, List<Value> values) {
    Subscription subscription = server.getSubscriptions().get(id);
    if (subscription == null) {
      return 0;
    }
    long count = 0;
    synchronized (subscription) {
      for (Value value : values) {
        for (Entry entry : entries) {
          if (entry.tag() == value.tag()) {
            entry.item().setValue(value.value());
            count++;
          }
        }
      }
    }
    return count;
  }

  static DataValue barrier(long tick, long samples, DateTime at) {
    Long[] numbers = {tick, samples};
    return new DataValue(new Variant(numbers), StatusCode.GOOD, at, DateTime.now());
  }
}
