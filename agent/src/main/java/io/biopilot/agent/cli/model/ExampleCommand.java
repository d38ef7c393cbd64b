package io.biopilot.agent.cli.model;

import io.biopilot.twin.model.yaml.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a commented model to start from. */
@Command(
    name = "example",
    description = "Prints a commented model file to start from.",
    mixinStandardHelpOptions = true)
final class ExampleCommand implements Runnable {
  @Option(names = "--schema", description = "Print the JSON schema of the form instead.")
  private boolean schema;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(schema ? ModelFile.jsonSchema() : ModelFile.example());
    spec.commandLine().getOut().flush();
  }
}
