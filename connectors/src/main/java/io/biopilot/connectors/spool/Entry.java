package io.biopilot.connectors.spool;

import java.nio.charset.StandardCharsets;

/** One record with its sequence number. */
public final class Entry {
  private final long sequence;
  private final byte[] payload;

  Entry(long sequence, byte[] payload) {
    this.sequence = sequence;
    this.payload = payload;
  }

  public long sequence() {
    return sequence;
  }

  /** A fresh copy; the caller owns it. */
  public byte[] bytes() {
    return payload.clone();
  }

  /** The payload as UTF-8. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  int size() {
    return payload.length;
  }
}
