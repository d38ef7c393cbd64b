package io.biopilot.agent.config;

import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.connectors.Units;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a configuration and its model speak of the same things in the same units. */
public final class ModelCheck {

  private final Config config;
  private final Schema schema;
  private final YamlTree tree;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ModelCheck(Config config, Schema schema) {
    this.config = config;
    this.schema = schema;
    this.tree = YamlTree.parse(config.file().toString(), config.text());
  }

  /** Throws a {@link ConfigException} with everything that does not fit. */
  public static void require(Config config, Schema schema) {
    ModelCheck check = new ModelCheck(config, schema);
    check.look();
    if (!check.problems.isEmpty()) {
      throw new ConfigException(check.problems);
    }
  }

  private void look() {
    LoopSettings loop = config.loop();
    for (LoopSettings.Measured measured : loop.measured()) {
      String at = "/tags/" + measured.tag().name();
      Quantity output = known(at + "/output", measured.output(), schema.outputs(), "an output");
      known(at + "/state", measured.state(), schema.states(), "a state");
      sameUnit(at + "/unit", measured.tag().unit(), output);
    }
    for (int i = 0; i < loop.unmeasured().size(); i++) {
      String state = loop.unmeasured().get(i).state();
      known("/shown/" + i + "/state", state, schema.states(), "a state");
    }
    for (LoopSettings.ModelInput input : loop.inputs()) {
      known("/inputs/" + input.input(), input.input(), schema.inputs(), "an input");
    }
    for (Quantity input : schema.inputs()) {
      if (loop.inputs().stream().noneMatch(known -> known.input().equals(input.name()))) {
        note("/inputs", "no " + input.name(), "a source for each input of the model");
      }
    }
    for (LoopSettings.Actuated actuated : loop.actuators()) {
      String at = "/actuators/" + actuated.actuator();
      Quantity input = known(at + "/input", actuated.input(), schema.inputs(), "an input");
      sameUnit(at + "/unit", actuated.setpoint().unit(), input);
    }
    for (LoopSettings.Dosed dosed : loop.dosers()) {
      String at = "/dosers/" + dosed.doser() + "/impulse";
      known(at, dosed.impulse(), schema.impulses(), "an impulse");
    }
    known("/model", loop.batch().volumeState(), schema.states(), "volumeState: a state");
    known("/model", loop.batch().biomassState(), schema.states(), "biomassState: a state");
  }

  private @Nullable Quantity known(
      String pointer, @Nullable String name, List<Quantity> quantities, String what) {
    if (name == null) {
      return null;
    }
    int index = Schema.indexOf(quantities, name);
    if (index < 0) {
      List<String> names = quantities.stream().map(Quantity::name).toList();
      note(pointer, "'" + name + "'", what + " of the model: " + String.join(", ", names));
      return null;
    }
    return quantities.get(index);
  }

  private void sameUnit(String pointer, String unit, @Nullable Quantity quantity) {
    if (quantity == null || !Units.known(quantity.unit())) {
      return;
    }
    if (!Units.named(quantity.unit()).canonical().equals(unit)) {
      note(pointer, "'" + unit + "'", "a unit that becomes the model's " + quantity.unit());
    }
  }

  private void note(String pointer, String found, String expected) {
    problems.add(
        new ConfigProblem(
            config.file().toString(),
            tree.line(pointer),
            pointer.substring(1).replace('/', '.'),
            found,
            expected));
  }
}
