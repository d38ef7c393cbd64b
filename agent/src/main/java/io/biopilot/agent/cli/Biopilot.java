package io.biopilot.agent.cli;

import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The launcher's main class. */
@Command(
    name = "biopilot",
    description = {
      "An autopilot for bioreactors: sees, learns, plans and acts.",
      "It is not a safety function: interlocks belong in the plant."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit codes: 0 done, 1 the work failed, 2 the call or its input was wrong."})
public final class Biopilot {

  private static final int HELP_WIDTH = 100;

  private Biopilot() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command tree, with those that other modules bring; a fresh one each time. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Biopilot());
    commands().forEach(root::addSubcommand);
    ServiceLoader.load(CommandGroup.class).forEach(group -> root.addSubcommand(group.command()));
    root.setUsageHelpWidth(HELP_WIDTH);
    root.setExecutionExceptionHandler(userErrors());
    return root;
  }

  /** The agent's own commands, in the order of the help text. */
  private static List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new RunCommand(),
        new SimulateCommand(),
        new TrustCommand(),
        new ReplayCommand(),
        new ExportCommand(),
        new ConfigCommand());
  }

  private static IExecutionExceptionHandler userErrors() {
    return (exception, command, parsed) -> {
      if (exception instanceof UserError) {
        command.getErr().println("biopilot: " + exception.getMessage());
        return 2;
      }
      throw exception;
    };
  }
}
