package io.biopilot.connectors.opcua;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * Remembers the newest source times of each tag, because a client that swaps two publish responses
 * asks for both again, and a new subscription begins with a value that may have come already.
 */
final class Seen {

  /** What makes two notifications the same: same time, same status, same value. */
  private record Mark(DateTime source, long status, Object value) {}

  private static final long INFO_BITS = 0xFFFFL;

  private final Map<OpcUaTag, LinkedHashSet<Mark>> marks = new ConcurrentHashMap<>();
  private final int kept;

  Seen(int kept) {
    this.kept = kept;
  }

  /** True the first time; values without a source time are always new. */
  boolean isNew(OpcUaTag tag, DataValue value) {
    DateTime source = value.getSourceTime();
    if (source == null) {
      return true;
    }
    Object number = DataKind.numbers(value.getValue().value());
    Mark mark = new Mark(source, value.getStatusCode().getValue() & ~INFO_BITS, number);
    LinkedHashSet<Mark> known = marks.computeIfAbsent(tag, t -> new LinkedHashSet<>());
    synchronized (known) {
      if (!known.add(mark)) {
        return false;
      }
      if (known.size() > kept) {
        known.remove(known.iterator().next());
      }
      return true;
    }
  }

  /** Forgets all but these tags, so that a tag subscribed anew begins with its present value. */
  void retain(Set<OpcUaTag> tags) {
    marks.keySet().retainAll(new HashSet<>(tags));
  }
}
