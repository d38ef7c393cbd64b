package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.connectors.Quality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCsvTest {
  private static final Instant START = Instant.parse("2026-03-02T05:30:00Z");

  private static String csv(BatchRecord record, BatchCsv.Form form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchCsv.write(record, form, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static BatchRecord small() {
    BatchRecord record = new BatchRecord("BR1", "B-0001", START, 1_000);
    Instant hour = START.plusSeconds(3_600);
    record.add(new Channel("DO", Kind.MEASURED), "%", hour, 31.25, Double.NaN, Quality.UNCERTAIN);
    record.add(new Channel("DO", Kind.ESTIMATED), "%", hour, 30.5, 0.75, Quality.GOOD);
    record.add(
        new Channel("Feed", Kind.SETPOINT),
        "L/h",
        START.plusSeconds(5_400),
        0.02,
        Double.NaN,
        Quality.GOOD);
    record.note(hour, "alarm raised", "=cmd, \"quoted\"");
    return record;
  }

  private static List<String> table(String csv) {
    return csv.lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void wideTableHasARowAnInstantAndUnitsInItsHeader() throws IOException {
    assertThat(table(csv(small(), BatchCsv.Form.WIDE)))
        .containsExactly(
            "time_utc,hours_since_start [h],DO measured [%],DO measured quality,DO estimated [%],"
                + "DO estimated sd [%],Feed setpoint [L/h],event",
            "2026-03-02T06:30:00Z,1.0,31.25,UNCERTAIN,30.5,0.75,,"
                + "\"alarm raised: =cmd, \"\"quoted\"\"\"",
            "2026-03-02T07:00:00Z,1.5,,,,,0.02,");
  }

  @Test
  void longTableHasARowAValue() throws IOException {
    assertThat(table(csv(small(), BatchCsv.Form.LONG)))
        .containsExactly(
            "time_utc,hours,quantity,kind,value,unit,sd,quality,event",
            "2026-03-02T06:30:00Z,1.0,DO,measured,31.25,%,,UNCERTAIN,",
            "2026-03-02T06:30:00Z,1.0,DO,estimated,30.5,%,0.75,GOOD,",
            "2026-03-02T06:30:00Z,1.0,,,,,,,\"alarm raised: =cmd, \"\"quoted\"\"\"",
            "2026-03-02T07:00:00Z,1.5,Feed,setpoint,0.02,L/h,,GOOD,");
  }

  @Test
  void theHeaderNamesTheBatchAndTheHashOfTheTable() throws Exception {
    String csv = csv(small(), BatchCsv.Form.WIDE);
    assertThat(csv)
        .contains(
            "# reactor: BR1\n",
            "# batch: B-0001\n",
            "# inoculation (UTC): 2026-03-02T05:30:00Z\n",
            "# query: everything recorded from 2026-03-02T06:30:00Z to 2026-03-02T07:00:00Z, wide");
    String table = csv.substring(csv.indexOf("time_utc"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(table.getBytes(StandardCharsets.UTF_8));
    assertThat(csv).contains("# sha256 of the lines below: " + HexFormat.of().formatHex(hash));
  }

  @Test
  void aTextThatASpreadsheetWouldRunIsDefused() {
    assertThat(CsvTable.cell("=1+1")).isEqualTo("'=1+1");
    assertThat(CsvTable.cell("@SUM(A1)")).isEqualTo("'@SUM(A1)");
    assertThat(CsvTable.cell("plain")).isEqualTo("plain");
  }

  @Test
  void everyRowOfABatchHasAsManyCellsAsTheHeaderAndRisingTimes() throws IOException {
    Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    StoryDesk.running(5, 300, recorder);
    List<String> rows = table(csv(recorder.record(), BatchCsv.Form.WIDE));
    int cells = rows.get(0).split(",", -1).length;
    String before = "";
    for (String row : rows.subList(1, rows.size())) {
      String[] values = row.replaceAll("\"[^\"]*\"", "text").split(",", -1);
      assertThat(values).hasSize(cells);
      assertThat(values[0]).isGreaterThan(before);
      before = values[0];
    }
    assertThat(rows).hasSize(302);
    assertThat(Double.parseDouble(rows.get(301).split(",", -1)[1])).isCloseTo(5, within(1e-6));
  }
}
