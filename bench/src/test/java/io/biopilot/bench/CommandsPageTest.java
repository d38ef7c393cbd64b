package io.biopilot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.cli.Biopilot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md shows every command with an example and every option. Here all commands are. */
final class CommandsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "commands.md");
  private static final Set<String> EVERYWHERE = Set.of("--help", "--version");

  static Stream<CommandLine> commands() {
    List<CommandLine> found = new ArrayList<>();
    collect(Biopilot.commandLine(), found);
    assertThat(found).hasSizeGreaterThan(12);
    return found.stream();
  }

  /** Those that do something: a group of commands only shows its help. */
  private static void collect(CommandLine command, List<CommandLine> found) {
    boolean works =
        command.getSubcommands().isEmpty()
            || !command.getCommandSpec().options().stream()
                .allMatch(option -> EVERYWHERE.contains(option.longestName()));
    if (works) {
      found.add(command);
    }
    command.getSubcommands().values().forEach(inner -> collect(inner, found));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandHasItsExampleAndAllItsOptions(CommandLine command) throws IOException {
    String name = command.getCommandSpec().qualifiedName();
    String page = Files.readString(PAGE);
    String title = "## `" + name + "`\n";
    assertThat(page).as("docs/commands.md needs a section").contains(title);
    String rest = page.substring(page.indexOf(title) + title.length());
    String section = rest.contains("\n## ") ? rest.substring(0, rest.indexOf("\n## ")) : rest;
    assertThat(section).as("an example of %s", name).contains("\n    ./" + name);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!EVERYWHERE.contains(option.longestName())) {
        assertThat(section)
            .as("the section of %s must explain %s", name, option.longestName())
            .containsPattern("`" + option.longestName() + "[` ]");
      }
    }
  }
}
