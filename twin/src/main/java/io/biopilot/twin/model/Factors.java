package io.biopilot.twin.model;

import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Graph;
import io.biopilot.twin.model.ModelDeclaration.Named;
import io.biopilot.twin.model.ModelDeclaration.NetworkFactor;
import io.biopilot.twin.model.ModelDeclaration.Text;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Named expressions and networks, worked out in the order in which they need each other, which need
 * not be the order of declaration.
 */
final class Factors {
  private final Problems problems;
  private final Scope scope;
  private final ModelDeclaration model;
  private final Map<String, Network> shapes = new LinkedHashMap<>();
  private final boolean unrolled;
  private final int firstRaw;
  private final Map<String, Scope.Value> expressions = new LinkedHashMap<>();
  private final List<Fed> networks = new ArrayList<>();
  private int raw;

  /**
   * A network with the expressions that feed it.
   *
   * @param offset of its first output behind the model's own inputs; none if it is unrolled
   */
  record Fed(NetworkFactor declared, Network network, List<Expression> feed, int offset) {}

  /**
   * @param scope with all quantities; raw network outputs are added behind its inputs, except those
   *     of networks that are unrolled
   */
  Factors(ModelDeclaration model, Problems problems, Scope scope, Kernels kernels) {
    this.model = model;
    this.problems = problems;
    this.scope = scope;
    this.firstRaw = scope.symbols().inputs();
    model.networks().forEach(declared -> shapes.put(declared.name(), shape(declared, kernels)));
    unrolled = UnrolledNetwork.serves(List.copyOf(shapes.values()));
  }

  private static Network shape(NetworkFactor declared, Kernels kernels) {
    return Network.of(
            declared.inputs().size(),
            declared.activation(),
            declared.layers(),
            declared.outputs().size())
        .withKernels(kernels);
  }

  /** Whether the networks are written out in the formulas instead of being maps of their own. */
  boolean unrolled() {
    return unrolled;
  }

  /** Values of the named expressions, in the order of evaluation. */
  Map<String, Scope.Value> expressions() {
    return expressions;
  }

  /** In the order of evaluation. */
  List<Fed> networks() {
    return networks;
  }

  void resolve() {
    List<Named> openExpressions = new ArrayList<>(model.expressions());
    List<NetworkFactor> openNetworks = new ArrayList<>(model.networks());
    boolean progress = true;
    while (progress) {
      int before = openExpressions.size() + openNetworks.size();
      openExpressions.removeIf(named -> ready(List.of(named.formula())) && define(named));
      openNetworks.removeIf(network -> ready(texts(network)) && define(network));
      progress = openExpressions.size() + openNetworks.size() < before;
    }
    List<Open> open = new ArrayList<>();
    openExpressions.forEach(named -> open.add(new Open(named.name(), named.formula())));
    for (NetworkFactor network : openNetworks) {
      texts(network).forEach(text -> open.add(new Open("network " + network.name(), text)));
    }
    Set<String> pending = new HashSet<>();
    openExpressions.forEach(named -> pending.add(named.name()));
    openNetworks.forEach(network -> pending.addAll(network.outputs()));
    report(open, pending);
  }

  /** A formula that could not be worked out, and what it belongs to. */
  private record Open(String owner, Text text) {}

  private boolean ready(List<Text> texts) {
    return texts.stream().allMatch(text -> scope.symbols().names().containsAll(names(text)));
  }

  private static Set<String> names(Text text) {
    return FormulaNames.in(text);
  }

  private static List<Text> texts(NetworkFactor network) {
    List<Text> all = new ArrayList<>(network.inputs());
    all.add(network.scale());
    return all;
  }

  /** Unknown names; if there are none, the formulas need each other. */
  private void report(List<Open> open, Set<String> pending) {
    List<Open> unknown =
        open.stream().filter(one -> !pending.containsAll(missing(one.text()))).toList();
    for (Open one : unknown) {
      scope.value(one.owner(), one.text(), null);
    }
    for (Open one : unknown.isEmpty() ? open : List.<Open>of()) {
      Set<String> missing = missing(one.text());
      if (!missing.isEmpty()) {
        problems.add(
            one.text().place(),
            "%s needs %s, which in turn needs it; break the circle"
                .formatted(one.owner(), String.join(", ", missing)));
      }
    }
  }

  private Set<String> missing(Text text) {
    Set<String> missing = new TreeSet<>(names(text));
    missing.removeAll(scope.symbols().names());
    return missing;
  }

  private boolean define(Named named) {
    Unit claimed = named.unit().map(text -> unit(text, named)).orElse(null);
    Scope.Value value = scope.value(named.name(), named.formula(), claimed);
    scope.define(named.name(), value.expression(), value.unit());
    expressions.put(named.name(), value);
    return true;
  }

  private @Nullable Unit unit(String text, Named named) {
    try {
      return Unit.parse(text);
    } catch (IllegalArgumentException unreadable) {
      problems.add(named.formula().place(), named.name() + ": " + unreadable.getMessage());
      return null;
    }
  }

  private boolean define(NetworkFactor declared) {
    String owner = "network " + declared.name();
    List<Expression> feed = new ArrayList<>();
    for (Text input : declared.inputs()) {
      feed.add(scope.value(owner, input, Unit.ONE).expression());
    }
    Scope.Value scale = scope.value(owner, declared.scale(), null);
    Network network = known(declared);
    networks.add(new Fed(declared, network, feed, firstRaw + raw));
    Graph graph = scope.symbols().graph();
    List<Expression> values = new ArrayList<>();
    if (unrolled) {
      values = UnrolledNetwork.outputs(graph, network, feed, firstWeight(declared));
    } else {
      for (int i = 0; i < declared.outputs().size(); i++) {
        values.add(graph.input(firstRaw + raw++));
      }
    }
    for (int i = 0; i < declared.outputs().size(); i++) {
      Expression value = graph.multiply(scale.expression(), values.get(i));
      scope.define(declared.outputs().get(i), value, scale.unit());
    }
    return true;
  }

  private Network known(NetworkFactor declared) {
    return Objects.requireNonNull(shapes.get(declared.name()));
  }

  /** Weights stand behind the mechanistic parameters, network by network as declared. */
  private int firstWeight(NetworkFactor declared) {
    int first = model.parameters().size();
    for (NetworkFactor before : model.networks()) {
      if (before.name().equals(declared.name())) {
        break;
      }
      first += known(before).weights();
    }
    return first;
  }

  /** Number of raw network outputs. */
  int rawOutputs() {
    return raw;
  }
}
