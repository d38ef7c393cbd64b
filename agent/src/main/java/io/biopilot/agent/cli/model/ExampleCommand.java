package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a commented model to start from, or one of the published models that come along. */
@Command(
    name = "example",
    description = "Prints a commented model file to start from, or a published model.",
    mixinStandardHelpOptions = true)
final class ExampleCommand implements Runnable {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A published model (see --list); default the commented one.")
  private @Nullable String name;

  @Option(names = "--list", description = "List the published models.")
  private boolean list;

  @Option(names = "--schema", description = "Print the JSON schema of the form instead.")
  private boolean schema;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      for (String known : ModelFile.library()) {
        String about = ModelFile.declaration(known, ModelFile.published(known)).description();
        out.printf("%-14s %s%n", known, about);
      }
    } else {
      out.print(schema ? ModelFile.jsonSchema() : text());
    }
    out.flush();
  }

  private String text() {
    if (name == null) {
      return ModelFile.example();
    }
    try {
      return ModelFile.published(name);
    } catch (IllegalArgumentException unknown) {
      throw new UserError(String.valueOf(unknown.getMessage()), unknown);
    }
  }
}
