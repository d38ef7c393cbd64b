package io.biopilot.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.cli.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class JmhCommandTest {
  @ParameterizedTest
  @CsvSource({
    "Nonsense, no benchmark matches 'Nonsense': try Network",
    "[, '[' is no pattern: Unclosed character class",
    "Lu --iterations 0, --iterations must be at least 1"
  })
  void whatCannotBeMeasuredIsSaid(String arguments, String message) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new JmhCommand());
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          assertThat(exception).isInstanceOf(UserError.class);
          command.getErr().println(exception.getMessage());
          return 2;
        });
    assertThat(line.execute(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }
}
