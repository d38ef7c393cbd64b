package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A CSV file with a header; lines that begin with # do not count.
 *
 * @param headerLine number of the header's line, from 1
 * @param header names of the columns
 * @param rows cells as text, with the line they stand in
 */
record CsvTable(Path file, int headerLine, List<String> header, List<Row> rows) {

  /** Not what Java takes besides: 0.1d, 0x1p-3. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  /** One line: its number from 1, and as many cells as the header. */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  CsvTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  static CsvTable read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UserError(
          "%s cannot be read: %s".formatted(file, Unreadable.reason(unreadable)), unreadable);
    }
    List<String> header = null;
    int headerLine = 1;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      // spreadsheets begin a file with the mark of UTF-8
      String text = i == 0 ? lines.get(i).replaceFirst("^\uFEFF", "") : lines.get(i);
      String line = text.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(line);
      if (header == null) {
        header = cells;
        headerLine = i + 1;
      } else if (cells.size() == header.size()) {
        rows.add(new Row(i + 1, cells));
      } else {
        throw new UserError(
            "%s:%d: %d cells, expected %d as in the header (%s)"
                .formatted(file, i + 1, cells.size(), header.size(), String.join(",", header)));
      }
    }
    if (header == null || !header.get(0).equals("t")) {
      throw new UserError(
          "%s:%d: expected a header that begins with t (time in h), then names, with commas between, found %s"
              .formatted(
                  file, headerLine, header == null ? "nothing" : "'%s'".formatted(header.get(0))));
    }
    for (int i = 0; i < header.size(); i++) {
      if (header.indexOf(header.get(i)) != i) {
        throw new UserError(
            "%s:%d: column '%s' is there twice; keep one"
                .formatted(file, headerLine, header.get(i)));
      }
    }
    return new CsvTable(file, headerLine, header, rows);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(",", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  boolean isEmpty(Row row, int column) {
    return row.cells().get(column).isEmpty();
  }

  double number(Row row, int column) {
    String cell = row.cells().get(column);
    double value = DECIMAL.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isFinite(value)) {
      return value;
    }
    throw error(row, column, "'%s', expected a finite number".formatted(cell));
  }

  /** For messages about the header. */
  String headerPlace() {
    return "%s:%d: ".formatted(file, headerLine);
  }

  /** For messages about a line. */
  String place(Row row) {
    return "%s:%d: ".formatted(file, row.line());
  }

  UserError error(Row row, int column, String problem) {
    return new UserError(
        "%s:%d: column %s: %s".formatted(file, row.line(), header.get(column), problem));
  }
}
