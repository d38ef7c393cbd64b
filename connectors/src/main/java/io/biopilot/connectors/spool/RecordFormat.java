package io.biopilot.connectors.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** How a record and a segment's header look in bytes. */
final class RecordFormat {
  static final int HEADER = 16;
  static final int FRAME = 8;
  static final int LONGEST = 16 * 1024 * 1024;
  private static final byte[] MAGIC = "BPSPOOL1".getBytes(StandardCharsets.US_ASCII);

  private RecordFormat() {}

  static ByteBuffer header(long firstSequence) {
    return ByteBuffer.allocate(HEADER).put(MAGIC).putLong(firstSequence).flip();
  }

  static boolean isHeader(ByteBuffer bytes, long firstSequence) {
    return bytes.remaining() >= HEADER
        && bytes.slice(bytes.position(), HEADER).equals(header(firstSequence));
  }

  static void put(ByteBuffer target, long sequence, byte[] payload) {
    target.putInt(payload.length).putInt(check(sequence, payload)).put(payload);
  }

  /** Length of the payload at this position, or -1 where no whole record can be. */
  static int lengthAt(ByteBuffer bytes, int position) {
    if (bytes.limit() - position < FRAME) {
      return -1;
    }
    int length = bytes.getInt(position);
    boolean fits = length >= 0 && length <= LONGEST && length <= bytes.limit() - position - FRAME;
    return fits ? length : -1;
  }

  /** Whether the record at this position, of this length, is what was written there. */
  static boolean isSound(ByteBuffer bytes, int position, int length, long sequence) {
    return bytes.getInt(position + 4) == check(sequence, payload(bytes, position, length));
  }

  static byte[] payload(ByteBuffer bytes, int position, int length) {
    byte[] payload = new byte[length];
    bytes.get(position + FRAME, payload);
    return payload;
  }

  private static int check(long sequence, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(sequence).putInt(payload.length).flip());
    crc.update(payload);
    return (int) crc.getValue();
  }
}
