package io.biopilot.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BiopilotTest {

  /** Fails as a command does whose input is wrong. */
  @Command(name = "wrong")
  static final class Wrong implements Runnable {
    @Override
    public void run() {
      throw new UserError("demo.yaml line 3: unit 'furlong' is not known; use L/h");
    }
  }

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private CommandLine commandLine() {
    return Biopilot.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  @Test
  void versionNamesTheProductAndTheJava() {
    assertThat(commandLine().execute("--version")).isZero();
    assertThat(out.toString()).contains("biopilot 0.").contains("Java ");
  }

  @Test
  void helpSaysThatThisIsNoSafetyFunction() {
    assertThat(commandLine().execute("--help")).isZero();
    assertThat(out.toString()).contains("not a safety function").contains("Exit codes");
  }

  @Test
  void anUnknownCommandIsExitCodeTwo() {
    assertThat(commandLine().execute("brew")).isEqualTo(2);
    assertThat(err.toString()).contains("brew");
  }

  @Test
  void aUserErrorIsShownWithoutAStackTrace() {
    CommandLine line = commandLine().addSubcommand(new Wrong());
    line.setExecutionExceptionHandler(line.getExecutionExceptionHandler());
    line.setErr(new PrintWriter(err, true));
    assertThat(line.execute("wrong")).isEqualTo(2);
    assertThat(err.toString()).contains("furlong").doesNotContain("\tat ");
  }
}
