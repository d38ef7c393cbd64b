package io.biopilot.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.runtime.DemoConfig;
import io.biopilot.connectors.SampleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {

  private static final Path FILE = Path.of("plant.yaml");
  private static final String DEMO = DemoConfig.sample();

  private static List<ConfigProblem> problems(String text) {
    ConfigException thrown =
        catchThrowableOfType(ConfigException.class, () -> ConfigFile.parse(FILE, text));
    assertThat(thrown).as("the text was accepted").isNotNull();
    return thrown.problems();
  }

  private static int lineOf(String part) {
    return (int) DEMO.substring(0, DEMO.indexOf(part)).lines().count()
        + (DEMO.charAt(DEMO.indexOf(part) - 1) == '\n' ? 1 : 0);
  }

  @Test
  void theDemosConfigurationIsRead() {
    Config config = ConfigFile.parse(FILE, DEMO);
    assertThat(config.loop().reactor()).isEqualTo("BR1");
    assertThat(config.limits().envelopes().get(0).upper()).isEqualTo(0.15);
    assertThat(config.limits().doses().get(0).volumePerAmount()).isCloseTo(0.1, within(1e-12));
    assertThat(config.lines().opcua()).hasSizeGreaterThan(14);
    // Three late values and the barrier of lock step.
    assertThat(config.lines().mqtt()).hasSize(4);
    assertThat(config.lines().mqtt().get(0).kind()).isEqualTo(SampleKind.AT_LINE);
    assertThat(config.lines().commands()).hasSize(3);
    assertThat(config.loop().plant().start()).isEqualTo("Start");
    assertThat(config.loop().timing().tick()).isCloseTo(1.0 / 60, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unit: degC|unit: furlong|tags.T.unit|furlong",
        "unit: 1/min|unit: 1/min, deviatoin: 3|tags.N.deviatoin|unknown key",
        "actual: Feed.Actual, initial: 0|actual: Feed.Aktual, initial: 0|inputs.F.actual|a tag: one of",
        "    range: [0, 0.15]||actuators.Feed|range",
        "    safe: 0 ||actuators.Feed.safe|value in HOLD",
        "maximumL: 3|maximumL: three|limits.volume.maximumL|largest volume in L",
        "tickSeconds: 60|tickSeconds: -1|tickSeconds|above 0",
        "kind: recipe|kind: magic|controller.kind|recipe, nominal or learning",
        "command: Inducer.Dose|command: Inducer.Dosis|dosers.Inducer.command|a command: one of",
        "rearmPolicy: operator|rearmPolicy: nobody|plant.rearmPolicy|operator or automatic",
        "range: [0, 0.15]|range: [0.2, 0.15]|actuators.Feed.range|must not exceed",
        "minimumG: 0.01|minimumG: 0.5|dosers.Inducer.minimumG|minimum",
        "reactor: BR1|reactor: 1|reactor|letter",
        "security: [Basic256Sha256]|security: [None]|connections.opcua.security|unencrypted",
        "output: DO|output: DO, opcua: x|tags.DO|same key",
        "mode: AUTO|mode: AUTO: MANUAL||YAML"
      })
  void eachMistakeIsNamedWithLineValueAndExpectation(
      String right, String wrong, String path, String words) {
    assertThat(DEMO).contains(right);
    String text = DEMO.replaceFirst(Pattern.quote(right), wrong == null ? "" : wrong);
    List<ConfigProblem> problems = problems(text);
    String all = problems.toString();
    assertThat(all).contains(words);
    if (path != null && !words.equals("same key")) {
      assertThat(problems).extracting(ConfigProblem::path).contains(path);
      ConfigProblem problem =
          problems.stream().filter(p -> p.path().equals(path)).findFirst().orElseThrow();
      if (wrong != null) {
        assertThat(problem.line()).isEqualTo(lineOf(right));
      }
      assertThat(problem.toString()).startsWith("plant.yaml:");
    }
  }

  @Test
  void theSamplesInDeployAreSound() throws IOException {
    Path deploy = Path.of("..", "deploy");
    Path twoProcesses = deploy.resolve("run-two-processes.yaml");
    assertThat(Files.readString(twoProcesses)).as("as the demo fills it in").isEqualTo(DEMO);
    Config config = ConfigFile.read(twoProcesses);
    ModelCheck.require(config, Brains.of(config).model().process().schema());
    Config foreign = ConfigFile.read(deploy.resolve("foreign.yaml"));
    ModelCheck.require(foreign, Brains.of(foreign).model().process().schema());
    assertThat(foreign.loop().measured().get(1).tag().unit()).isEqualTo("g/L");
  }

  @Test
  void aNameThatTheModelDoesNotKnowIsNamed() {
    Config config = ConfigFile.parse(FILE, DEMO.replace("output: OD,", "output: Density,"));
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> ModelCheck.require(config, Brains.of(config).model().process().schema()));
    assertThat(thrown.problems()).hasSize(1);
    assertThat(thrown.problems().get(0).path()).isEqualTo("tags.OD.output");
    assertThat(thrown.problems().get(0).line()).isEqualTo(lineOf("  OD:"));
  }

  @Test
  void aSecretInTheFileIsRefused() {
    String text = DEMO.replaceFirst("password: \\{file: [^}]*}", "password: hunter2");
    assertThat(problems(text).toString())
        .contains("never the secret itself")
        .doesNotContain("hunter2");
  }

  @Test
  void severalMistakesAreToldAtOnce() {
    String text = DEMO.replace("unit: degC", "unit: furlong").replace("tag: Volume}", "tag: Vol}");
    assertThat(problems(text))
        .extracting(ConfigProblem::path)
        .contains("tags.T.unit", "limits.volume.tag");
  }

  @Test
  void bombsAreRefusedQuickly() {
    String aliases = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n";
    assertThat(problems(aliases)).isNotEmpty();
    assertThat(problems("a: " + "[".repeat(60) + "]".repeat(60))).isNotEmpty();
    assertThat(problems("")).isNotEmpty();
    assertThat(problems("- 1\n- 2\n")).isNotEmpty();
  }
}
