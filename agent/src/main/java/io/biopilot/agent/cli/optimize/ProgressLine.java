package io.biopilot.agent.cli.optimize;

import io.biopilot.mpc.control.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One line on a terminal that says how far a solve has come, and is wiped out at its end. */
final class ProgressLine implements Progress, AutoCloseable {

  /** Where the launcher says that a person looks on; it keeps stderr itself for a filter. */
  private static final String TERMINAL = "biopilot.terminal";

  private static final long NANOS_BETWEEN = 200_000_000L;

  private final @Nullable PrintWriter terminal;
  private final LongSupplier nanos;
  private final long begun;
  private long next;
  private int width;

  /**
   * @param terminal null where nobody looks on
   * @param nanos a steady clock
   */
  ProgressLine(@Nullable PrintWriter terminal, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    begun = nanos.getAsLong();
    next = begun + NANOS_BETWEEN;
  }

  /** On the launcher's terminal, if there is one. */
  static ProgressLine onTerminal() {
    String name = System.getProperty(TERMINAL);
    PrintWriter writer = null;
    if (name != null) {
      try {
        writer =
            new PrintWriter(
                Files.newBufferedWriter(
                    Path.of(name), StandardCharsets.UTF_8, StandardOpenOption.WRITE));
      } catch (IOException closed) {
        writer = null; // the plan matters, not the line
      }
    }
    return new ProgressLine(writer, System::nanoTime);
  }

  /** Nothing is said. */
  static ProgressLine silent() {
    return new ProgressLine(null, System::nanoTime);
  }

  @Override
  public void at(int iterations, double objective, double residual) {
    long now = nanos.getAsLong();
    if (terminal == null || now < next) {
      return;
    }
    next = now + NANOS_BETWEEN;
    String text =
        String.format(
            Locale.ROOT,
            "%.0f s, %d iterations, objective %s, KKT residual %s",
            (now - begun) * 1e-9,
            iterations,
            Numbers.precisely(objective),
            Double.isFinite(residual) ? String.format(Locale.ROOT, "%.1e", residual) : "-");
    show(text);
  }

  private void show(String text) {
    if (terminal != null) {
      terminal.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      terminal.flush();
      width = text.length();
    }
  }

  @Override
  public void close() {
    if (terminal != null) {
      if (width > 0) {
        show("");
        terminal.print("\r");
      }
      terminal.close();
    }
  }
}
