package io.biopilot.agent.runtime;

import io.biopilot.connectors.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the store's notices until there is an agent that journals them. */
final class NoticeRelay implements Consumer<Notice> {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeRelay.class);
  private static final int MOST_KEPT = 256;

  private final List<Notice> kept = new ArrayList<>();
  private @Nullable Consumer<Notice> listener;

  @Override
  public synchronized void accept(Notice notice) {
    LOG.warn("store: {} {}", notice.kind(), notice.text());
    if (listener != null) {
      listener.accept(notice);
    } else if (kept.size() < MOST_KEPT) {
      kept.add(notice);
    }
  }

  /** From now on; what was kept comes first. */
  synchronized void to(Consumer<Notice> next) {
    kept.forEach(next);
    kept.clear();
    listener = next;
  }
}
