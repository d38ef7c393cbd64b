package io.biopilot.agent.web;

import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.View;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One browser's stream of server-sent events. A browser that does not read gets nothing until it
 * does, and then only the newest: views are replaced, increments of the record merged. Used on the
 * server's event loop only.
 */
final class LiveStream {
  /** Points a channel sent on load. */
  static final int POINTS_ON_LOAD = 1_500;

  /** Points a channel in one increment. */
  private static final int POINTS_A_PULSE = 400;

  private static final long HEARTBEAT_MILLIS = 1_000;

  private final Desk desk;
  private final Recorder recorder;
  private final HttpServerResponse response;
  private TrendJson.Cursor cursor = new TrendJson.Cursor();
  private @Nullable BatchRecord record;
  private @Nullable View view;
  private int aheadPrint;
  private long sentAt;
  private long readAt;

  LiveStream(Desk desk, Recorder recorder, HttpServerResponse response, long nowMillis) {
    this.desk = desk;
    this.recorder = recorder;
    this.response = response;
    this.readAt = nowMillis;
  }

  /** Begins the answer. */
  void open() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no");
    response.write("retry: 1000\n\n");
  }

  /** Sends what is new, or a sign of life if nothing was for a second. */
  @SuppressWarnings("ReferenceEquality") // another view is news, and comparing two would cost more
  void pulse(long nowMillis) {
    if (response.writeQueueFull()) {
      return;
    }
    readAt = nowMillis;
    View newest = desk.view();
    boolean first = view == null;
    if (newest != view) {
      view = newest;
      sentAt = nowMillis;
      trends();
      int print = AheadJson.print(newest);
      if (first || print != aheadPrint) {
        aheadPrint = print;
        send("ahead", AheadJson.of(newest));
      }
      send("view", ViewJson.now(newest));
    } else if (nowMillis - sentAt >= HEARTBEAT_MILLIS) {
      sentAt = nowMillis;
      send("alive", "{}");
    }
  }

  private void trends() {
    BatchRecord now = recorder.record();
    if (now != record) {
      record = now;
      cursor = new TrendJson.Cursor();
      send("record", Json.object("start", now.start().toString()));
    }
    send("trend", TrendJson.since(now, cursor, POINTS_ON_LOAD, POINTS_A_PULSE));
  }

  /** Whether the browser has not read for so long that it must be taken for gone. */
  boolean abandoned(long nowMillis, long patienceMillis) {
    return nowMillis - readAt > patienceMillis;
  }

  void close() {
    response.end();
  }

  private void send(String event, String data) {
    response.write("event: " + event + "\ndata: " + data + "\n\n");
  }
}
