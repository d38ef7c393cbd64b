package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.config.ModelCheck;
import io.biopilot.agent.runtime.Brain;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code biopilot config}: looks at configurations without starting anything. */
@Command(
    name = "config",
    description = "Looks at configurations without starting anything.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "check",
      description = "Checks a configuration and its model; exit code 2 if anything is wrong.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE", description = "a configuration") Path file) {
    try {
      Config config = ConfigFile.read(file);
      Brain brain = Brains.of(config);
      ModelCheck.require(config, brain.model().process().schema());
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s is sound: reactor %s, %d tags by OPC UA, %d by MQTT, model %s%n",
          file,
          config.loop().reactor(),
          config.lines().opcua().size(),
          config.lines().mqtt().size(),
          config.model().file());
      out.flush();
      return 0;
    } catch (ConfigException e) {
      throw UserError.of(e);
    }
  }

  @Command(
      name = "schema",
      description = "Prints the JSON schema of configurations, for editors.",
      mixinStandardHelpOptions = true)
  void schema() {
    spec.commandLine().getOut().println(ConfigFile.schema());
    spec.commandLine().getOut().flush();
  }
}
