package io.biopilot.twin.model.yaml;

import io.biopilot.twin.model.ModelDeclaration;
import io.biopilot.twin.model.ModelDeclaration.Dilution;
import io.biopilot.twin.model.ModelDeclaration.Impulse;
import io.biopilot.twin.model.ModelDeclaration.Input;
import io.biopilot.twin.model.ModelDeclaration.Named;
import io.biopilot.twin.model.ModelDeclaration.NetworkFactor;
import io.biopilot.twin.model.ModelDeclaration.Output;
import io.biopilot.twin.model.ModelDeclaration.Parameter;
import io.biopilot.twin.model.ModelDeclaration.Reaction;
import io.biopilot.twin.model.ModelDeclaration.State;
import io.biopilot.twin.model.ModelDeclaration.Text;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.neural.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the sections of a model file into a declaration. */
final class ModelReader {
  private static final String UNIT = "its unit, e.g. g/L; 1 for dimensionless";

  private static final String JUMP = "what the dose does, state: formula of its new value";

  /** The scale on which a parameter is estimated. */
  private enum Scale {
    LINEAR,
    LOG
  }

  private final Marks marks;
  private final Section file;
  private final String hash;

  ModelReader(Marks marks, Node root) {
    this.marks = marks;
    file = Section.of(marks, "", root);
    hash = Fingerprint.of(root);
  }

  ModelDeclaration read() {
    String name = file.required("model", "the model's name");
    if (name.isBlank()) {
      marks.report(place(file, "model"), "model is '', expected the model's name");
    }
    String description = file.text("description", "");
    file.missing("states", "the quantities that change by the equations");
    List<State> states = each("states", this::state);
    List<Input> inputs = each("inputs", (key, s) -> new Input(quantity(key, s), s.place()));
    List<Impulse> impulses = each("impulses", this::impulse);
    List<Parameter> parameters = each("parameters", this::parameter);
    List<Named> expressions = named("expressions");
    List<NetworkFactor> networks = each("networks", this::network);
    List<Reaction> reactions = each("reactions", this::reaction);
    boolean independent = file.flag("independentReactions", true);
    List<Named> transport = named("transport");
    List<Dilution> dilution = dilution();
    List<Named> equations = named("equations");
    List<Output> outputs = each("outputs", this::output);
    file.close();
    return new ModelDeclaration(
        name,
        description,
        file.place(),
        states,
        inputs,
        impulses,
        parameters,
        expressions,
        networks,
        reactions,
        independent,
        transport,
        dilution,
        equations,
        outputs,
        hash);
  }

  private <T> List<T> each(String key, BiFunction<String, Section, T> reader) {
    List<T> all = new ArrayList<>();
    for (Section.Entry entry : file.section(key).all()) {
      Section section = Section.of(marks, key + "." + entry.key(), entry.value());
      all.add(reader.apply(entry.key(), section));
      section.close();
    }
    return all;
  }

  private Quantity quantity(String name, Section section) {
    String unit = section.required("unit", UNIT);
    String description = section.text("description", "");
    double lower = section.number("lower", Double.NEGATIVE_INFINITY);
    double upper = section.number("upper", Double.POSITIVE_INFINITY);
    if (name.isEmpty()) {
      marks.report(section.place(), "a name must not be empty");
      return new Quantity("_", unit, description, lower, upper);
    }
    if (!(lower <= upper)) {
      marks.report(
          section.place(),
          "%s: lower (%s) must not exceed upper (%s)".formatted(name, lower, upper));
      return new Quantity(name, unit, description, upper, upper);
    }
    return new Quantity(name, unit, description, lower, upper);
  }

  private State state(String name, Section s) {
    Quantity quantity = quantity(name, s);
    double initial = s.requiredNumber("initial", "the initial value in " + quantity.unit());
    double deviation = s.number("sd", 0.0);
    double noise = s.number("noise", 0.0);
    if (!Double.isFinite(initial)) {
      marks.report(
          place(s, "initial"),
          "%s is %s, expected a finite number in %s"
              .formatted(s.child("initial"), initial, quantity.unit()));
    } else if (!(initial >= quantity.lower() && initial <= quantity.upper())) {
      marks.report(
          place(s, "initial"),
          "%s is %s, expected a value from lower (%s) to upper (%s)"
              .formatted(s.child("initial"), initial, quantity.lower(), quantity.upper()));
    }
    return new State(quantity, initial, deviation, noise, s.place());
  }

  private static boolean positive(double value) {
    return value > 0.0 && value < Double.POSITIVE_INFINITY;
  }

  private io.biopilot.twin.model.Place place(Section section, String key) {
    return section.node(key).map(marks::of).orElse(section.place());
  }

  private Impulse impulse(String name, Section s) {
    Quantity quantity = quantity(name, s);
    s.missing("jump", JUMP);
    List<Named> jumps = named(s.section("jump"));
    if (s.has("jump") && jumps.isEmpty()) {
      marks.report(place(s, "jump"), "%s is empty, expected %s".formatted(s.child("jump"), JUMP));
    }
    return new Impulse(quantity, jumps, s.place());
  }

  private Parameter parameter(String name, Section s) {
    Quantity quantity = quantity(name, s);
    double value = s.requiredNumber("value", "the nominal value in " + quantity.unit());
    if (Double.isInfinite(value)) {
      marks.report(
          place(s, "value"),
          "%s is %s, expected a finite number in %s"
              .formatted(s.child("value"), value, quantity.unit()));
    } else if (!(value >= quantity.lower() && value <= quantity.upper())) {
      marks.report(
          place(s, "value"),
          "%s is %s, expected a value from lower (%s) to upper (%s)"
              .formatted(s.child("value"), value, quantity.lower(), quantity.upper()));
    }
    boolean estimated = s.flag("estimate", false);
    boolean logarithmic = s.choice("scale", Scale.values(), Scale.LINEAR) == Scale.LOG;
    if (logarithmic && !(value > 0.0)) {
      marks.report(
          place(s, "scale"),
          "%s is log, but the value is %s; only positive values have a logarithm"
              .formatted(s.child("scale"), value));
    }
    double usual = logarithmic ? 0.5 : Math.max(Math.abs(value), 1e-6);
    double deviation = s.number("sd", usual);
    if (!positive(deviation)) {
      marks.report(
          place(s, "sd"),
          "%s is %s, expected a finite number > 0".formatted(s.child("sd"), deviation));
      deviation = 1.0;
    }
    Prior prior = new Prior(estimated, logarithmic, deviation);
    return new Parameter(quantity, value, prior, s.place());
  }

  private List<Named> named(String key) {
    return named(file.section(key));
  }

  /** Name: formula, or name: {unit, value}. */
  private List<Named> named(Section section) {
    List<Named> all = new ArrayList<>();
    for (Section.Entry entry : section.all()) {
      if (entry.value() instanceof MappingNode) {
        Section inner = Section.of(marks, section.child(entry.key()), entry.value());
        Optional<String> unit = inner.scalar("unit").map(ScalarNode::getValue);
        all.add(new Named(entry.key(), unit, inner.formula("value", "the formula")));
        inner.close();
      } else if (entry.value() instanceof ScalarNode scalar) {
        Text formula = marks.text(scalar);
        all.add(new Named(entry.key(), Optional.empty(), formula));
      } else {
        marks.report(
            entry.value(),
            "%s is a list, expected a formula".formatted(section.child(entry.key())));
      }
    }
    return all;
  }

  private NetworkFactor network(String name, Section s) {
    s.missing("inputs", "dimensionless formulas");
    s.missing("outputs", "names for its outputs");
    List<Text> inputs = s.list("inputs").stream().map(marks::text).toList();
    List<String> outputs = s.list("outputs").stream().map(ScalarNode::getValue).toList();
    List<Integer> layers = new ArrayList<>();
    for (ScalarNode width : s.list("layers")) {
      @Nullable Double value = Numbers.read(width.getValue());
      if (value == null || value != Math.rint(value) || value < 1 || value > 1024) {
        marks.report(
            width,
            "%s holds '%s', expected whole numbers from 1 to 1024"
                .formatted(s.child("layers"), width.getValue()));
      } else {
        layers.add(value.intValue());
      }
    }
    boolean noInputs = s.has("inputs") && inputs.isEmpty();
    boolean noOutputs = s.has("outputs") && outputs.isEmpty();
    if (noInputs || noOutputs) {
      marks.report(s.place(), "network %s needs at least one input and output".formatted(name));
    }
    Activation activation = s.choice("activation", Activation.values(), Activation.TANH);
    Text scale = s.formula("scale").orElse(Text.of("1"));
    long seed = s.integer("seed", 1);
    double gain = s.number("gain", 0.0);
    double deviation = s.number("sd", 1.0);
    if (!positive(deviation) || !Double.isFinite(gain)) {
      marks.report(s.place(), "network %s needs a finite sd > 0 and a finite gain".formatted(name));
    }
    return new NetworkFactor(
        name, inputs, layers, activation, outputs, scale, seed, gain, deviation, s.place());
  }

  private Reaction reaction(String name, Section s) {
    Text rate = s.formula("rate", "the formula of its rate");
    s.missing("stoichiometry", "what one unit of the rate makes of each state");
    return new Reaction(name, rate, named(s.section("stoichiometry")), s.place());
  }

  /** One mapping {rate, states}; absent if nothing is diluted. */
  private List<Dilution> dilution() {
    if (!file.has("dilution")) {
      return List.of();
    }
    Section s = file.section("dilution");
    Text rate = s.formula("rate", "the dilution rate in 1/h, e.g. F / V");
    s.missing("states", "the states that are diluted");
    List<String> states = s.list("states").stream().map(ScalarNode::getValue).toList();
    for (ScalarNode node : s.list("states")) {
      if (states.indexOf(node.getValue()) != states.lastIndexOf(node.getValue())) {
        marks.report(node, "dilution.states names '%s' twice; keep one".formatted(node.getValue()));
        break;
      }
    }
    s.close();
    return List.of(new Dilution(rate, states, s.place()));
  }

  private Output output(String name, Section s) {
    Quantity quantity = quantity(name, s);
    return new Output(quantity, s.formula("value", "the formula of what is seen"), s.place());
  }
}
