package io.biopilot.agent.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A batch as comma-separated values that a spreadsheet opens: header lines that begin with {@code
 * #}, then one table with units in its column names, UTC in ISO 8601 and hours since inoculation.
 * UTF-8, lines end with LF, numbers with a point and in full precision; an empty cell means that
 * nothing was there at that time.
 */
public final class BatchCsv {
  private BatchCsv() {}

  /** How the table is laid out. */
  public enum Form {
    /** A row an instant, columns for every channel. */
    WIDE,
    /** A row a value: time, hours, quantity, kind, value, unit, deviation, quality. */
    LONG
  }

  /** Writes the record as it is now; the stream is left open. */
  public static void write(BatchRecord record, Form form, OutputStream out) throws IOException {
    BatchRecord.Snapshot batch = record.snapshot();
    MessageDigest digest = sha256();
    try (OutputStream probe = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      CsvTable.of(form, batch).writeTo(probe);
    }
    out.write(header(batch, form, digest).getBytes(StandardCharsets.UTF_8));
    CsvTable.of(form, batch).writeTo(out);
    out.flush();
  }

  private static String header(BatchRecord.Snapshot batch, Form form, MessageDigest digest) {
    return """
        # biopilot batch export
        # reactor: %s
        # batch: %s
        # inoculation (UTC): %s
        # query: everything recorded from %s to %s, %s table%s
        # units: in brackets behind each column (or in the column "unit"); sd = standard deviation
        # kinds: measured = instrument, estimated = twin at that time, expected = twin one hour before, \
        setpoint = asked of the plant, dose = amount given at that time
        # quality: GOOD, UNCERTAIN or BAD as the source said
        # sha256 of the lines below: %s
        """
        .formatted(
            oneLine(batch.reactor()),
            oneLine(batch.batch()),
            batch.start(),
            CsvTable.firstTime(batch).map(Instant::toString).orElse("-"),
            CsvTable.lastTime(batch).map(Instant::toString).orElse("-"),
            form == Form.WIDE ? "wide" : "long",
            batch.thinned() ? ", thinned to the extremes (the journal has every point)" : "",
            HexFormat.of().formatHex(digest.digest()));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
