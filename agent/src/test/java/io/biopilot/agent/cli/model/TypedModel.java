package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The group's commands as typed, with what they say. */
final class TypedModel {
  private TypedModel() {}

  /** The exit code. */
  static int run(StringWriter out, StringWriter err, String... arguments) {
    CommandLine line = new CommandLine(new ModelCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof UserError) {
            command.getErr().println(exception.getMessage());
            return 2;
          }
          throw exception;
        });
    return line.execute(arguments);
  }
}
