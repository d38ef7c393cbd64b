package io.biopilot.agent.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.DemoConfig;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.neural.PlainKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalSourceTest {

  private static final String BUILTIN = "goal: builtin:ecoli-product ";
  private static final String OWN =
      """
      horizon: {kind: shrinking, move: 0.5}
      costs:
        growth: {at: end, value: -X * V}
      inputs:
        F: {lower: 0, upper: 0.2, change: 0.01, window: 1}
        N: held
        Q: held
        loop: held
      limits:
        V: {upper: 3.5, price: 100}
      """;

  /** The gate keeps doses a little further apart than configured, for ticks that come late. */
  private static final Map<String, Double> SLACK = Map.of("dose.spacing", 0.251);

  @TempDir Path folder;

  private static Config config(String text) {
    return ConfigFile.parse(Path.of("demo.yaml"), text);
  }

  private static Schema schema(Config config) {
    return ModelSource.load(config, PlainKernels::new).process().schema();
  }

  private static Map<String, Double> within(Config config) {
    OptimalControlProblem problem = GoalSource.load(config, schema(config)).problem();
    return GateLimits.within(problem, config);
  }

  private Config own(String goal) throws IOException {
    Path file = Files.writeString(folder.resolve("own.yaml"), goal);
    return config(DemoConfig.sample().replace(BUILTIN, "goal: \"%s\" ".formatted(file)));
  }

  @Test
  void theDemosGoalAsksForWhatTheDemosGateAllows() {
    assertThat(DemoConfig.sample()).contains(BUILTIN);
    assertThat(within(config(DemoConfig.sample()))).isEqualTo(SLACK);
  }

  @Test
  void anOwnGoalIsReadAndTheGateGoesBeforeItWhereItIsTighter() throws IOException {
    Config config = own(OWN);
    OptimalControlProblem problem = GoalSource.load(config, schema(config)).problem();
    assertThat(problem.costs().get(0).name()).isEqualTo("growth");
    // The goal's own rate of 0.01 L/h in an hour is the tighter one.
    assertThat(within(config)).isEqualTo(Map.of("F.upper", 0.15, "V.upper", 3.0));
  }

  @Test
  void tighterDosesOfTheGateArePlanned() {
    String text = DemoConfig.sample().replace("maximumG: 0.1", "maximumG: 0.05");
    assertThat(within(config(text)))
        .containsEntry("dose.maximum", 0.05)
        .containsAllEntriesOf(SLACK)
        .hasSize(2);
  }

  @Test
  void aMistakeInAGoalNamesTheSettingTheFileAndTheLine() throws IOException {
    Config config = own(OWN.replace("-X * V", "-Y * V"));
    assertThatThrownBy(() -> GoalSource.load(config, schema(config)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("controller.goal")
        .hasMessageContaining("own.yaml:3")
        .hasMessageContaining("Y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F.uper: 0.1|the control problem has no setting \"F.uper\"; it has",
        "F.window: 0|F.window is 0.0, expected a number above 0"
      })
  void settingsThatTheGoalCannotHaveAreRefusedAtTheStart(String setting, String words) {
    String text =
        DemoConfig.sample().replace(BUILTIN, BUILTIN + "\n  goals: {" + setting + "}\n  #");
    Config config = config(text.replaceFirst("kind: recipe", "kind: nominal"));
    ModelSource.Loaded loaded = ModelSource.load(config, PlainKernels::new);
    assertThatThrownBy(() -> Brains.planning(config, loaded.process()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("controller.goals")
        .hasMessageContaining(words);
  }

  /** The demo's own goal, and a stronger feed with less oxygen for it than thought. */
  @Test
  void runningBatchIsPlannedForEveryScenarioOfItsGoal() throws IOException {
    String demo = Builtin.GOALS.text(config(DemoConfig.sample()), "goal", "builtin:ecoli-product");
    Decision.Planned nominal = planned(own(demo));
    Decision.Planned robust =
        planned(own(demo + "robust: {scenarios: {poorer: {factors: {kLaRef: 0.7, Sf: 1.2}}}}\n"));
    assertThat(robust.status()).contains("for the model and 1 scenarios, one plan for all");
    assertThat(robust.plan().activeConstraints()).anyMatch(words -> words.contains("(poorer)"));
    assertThat(feedInAnHour(robust)).isLessThan(0.8 * feedInAnHour(nominal));
  }

  /** A plan at 9 h. */
  private static Decision.Planned planned(Config recipe) {
    Config config = config(recipe.text().replaceFirst("kind: recipe", "kind: nominal"));
    ModelSource.Loaded loaded = ModelSource.load(config, PlainKernels::new);
    Vec state = Vec.of(2.15, 25, 0.06, 0.05, 0.05, 0.01, 0.1, 35, 45, 0, 0, 0);
    Decision decision =
        Brains.planning(config, loaded.process())
            .plan(
                new Effect.Plan(
                    "BR1",
                    540,
                    new Estimate(9.0, state, Vec.zeros(144)),
                    new Goals(16.0, Map.of()),
                    loaded.process().with(loaded.parameters(), 0),
                    InputSchedule.constant(0.01, 1000, 100, 1),
                    null),
                new Budget.Iterations(100));
    assertThat(decision)
        .as(decision instanceof Decision.Fallback none ? none.reason() : "a plan")
        .isInstanceOf(Decision.Planned.class);
    return (Decision.Planned) decision;
  }

  private static double feedInAnHour(Decision.Planned planned) {
    return planned.plan().inputs().levelsAt(10.0).get(0);
  }

  @Test
  void anUnknownBuiltinGoalNamesTheKnownOnes() {
    Config config = config(DemoConfig.sample().replace(BUILTIN, "goal: builtin:ecoli-wish "));
    assertThatThrownBy(() -> GoalSource.load(config, schema(config)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("builtin:ecoli-product");
  }

  @Test
  void networksGetTheKernelsThatWereAskedForAndTheRecordNamesThem() {
    String learning =
        DemoConfig.sample().replaceAll("builtin:ecoli-(nominal|hybrid)", "builtin:ecoli-hybrid");
    assertThat(Brains.of(config(learning)).kernel()).isEqualTo("plain");
    PlainKernels given = new PlainKernels();
    assertThat(Brains.of(config(learning), () -> given).kernel()).isEqualTo(given.name());
    // A model without networks asks for none.
    String nominal = learning.replace("builtin:ecoli-hybrid", "builtin:ecoli-nominal");
    assertThat(
            Brains.of(
                    config(nominal),
                    () -> {
                      throw new AssertionError("asked for kernels");
                    })
                .kernel())
        .isEqualTo("plain");
  }
}
