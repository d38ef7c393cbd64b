package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gradient of a neural ODE (dimension 8, 8-64-64-8 tanh, t in [0, 10], 100 observations, Tsit5 at
 * rtol 1e-6) with respect to all weights and the initial state, beside diffrax and torchdiffeq.
 */
final class NeuralOdeCase implements NumericCase {
  private static final int MANY = NeuralOde.TRAJECTORIES;
  private static final String DIFFRAX = "diffrax";
  private static final String TORCH = "torchdiffeq";

  /** Everybody is measured so often, in turns; the fastest counts. */
  private static final int TURNS = 3;

  /** Gradients of all must be this close to the truth: some hundred tolerances. */
  private static final double AGREEMENT = 1e-3;

  @Override
  public String name() {
    return "neural-ode";
  }

  @Override
  public List<Row> measure(Session session) {
    Path folder = session.scratch().resolve("neural-ode");
    NeuralOde.of(Backends.PLAIN, NeuralOde.RELATIVE).writeInto(folder);
    List<String> backends = new ArrayList<>(List.of(Backends.PLAIN));
    if (Backends.vector().isPresent()) {
      backends.add(Backends.VECTOR);
    }
    Map<String, JsonNode> fastest = new HashMap<>();
    for (int turn = 0; turn < TURNS; turn++) {
      peer(session, "neural_ode_diffrax.py", folder, 1).ifPresent(keep(fastest, DIFFRAX + 1));
      peer(session, "neural_ode_diffrax.py", folder, MANY).ifPresent(keep(fastest, DIFFRAX + MANY));
      peer(session, "neural_ode_torch.py", folder, 1).ifPresent(keep(fastest, TORCH));
      for (String backend : backends) {
        keep(fastest, backend + 1).accept(ours(session, backend, folder, 1));
        keep(fastest, backend + MANY).accept(ours(session, backend, folder, MANY));
      }
    }
    NeuralOde.Share truthOfOne = truth(1);
    NeuralOde.Share truthOfMany = truth(MANY);
    boolean wide = Machine.hasAvx512();
    List<Row> rows = new ArrayList<>();
    for (String backend : backends) {
      boolean plain = backend.equals(Backends.PLAIN);
      JsonNode one = Objects.requireNonNull(fastest.get(backend + 1));
      JsonNode all = Objects.requireNonNull(fastest.get(backend + MANY));
      String work = "neural ODE gradient, %s".formatted(one.get("kernels").asText());
      JsonNode diffrax = fastest.get(DIFFRAX + 1);
      rows.add(row(work, one, truthOfOne, DIFFRAX, diffrax, plain ? 3 : wide ? 6 : 4));
      JsonNode torch = fastest.get(TORCH);
      rows.add(row(work, one, truthOfOne, TORCH, torch, plain ? 100 : wide ? 200 : 150));
      JsonNode many = fastest.get(DIFFRAX + MANY);
      rows.add(row(work + ", 32 trajectories", all, truthOfMany, "diffrax vmap", many, 2));
    }
    return rows;
  }

  /** The gradient at a tolerance that leaves no error worth naming. */
  private static NeuralOde.Share truth(int trajectories) {
    NeuralOde.Share share = NeuralOde.of(Backends.PLAIN, 1e-12).trajectories(trajectories);
    share.run();
    return share;
  }

  private static Consumer<JsonNode> keep(Map<String, JsonNode> fastest, String name) {
    return made ->
        fastest.merge(
            name, made, (a, b) -> a.get("us").asDouble() <= b.get("us").asDouble() ? a : b);
  }

  private static Optional<JsonNode> peer(Session session, String script, Path folder, int batch) {
    Optional<Path> python = session.python();
    if (python.isEmpty()) {
      session.note("absent: " + script + " (run bench/peers/setup.sh)");
      return Optional.empty();
    }
    session.progress("  " + script + " " + batch);
    Optional<JsonNode> result =
        session
            .peerOutput(
                List.of(
                    python.get().toString(),
                    session.peerFile(script).toString(),
                    folder.toString(),
                    "" + batch,
                    "" + NeuralOde.RELATIVE))
            .map(Json::lastLine);
    result.ifPresent(node -> session.note(node.get("version").asText()));
    return result;
  }

  /** Our figures; the gradient is kept as a file of its own, the next run writes another. */
  private static JsonNode ours(Session session, String backend, Path folder, int trajectories) {
    ObjectNode result =
        (ObjectNode) NeuralOdeProbe.start(session, backend, folder, trajectories, 1);
    Path kept = folder.resolve(backend + trajectories + ".f64");
    try {
      Files.copy(folder.resolve("ours.f64"), kept, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result.put("gradient", kept.toString());
  }

  /** Errors of both gradients against the truth, by its largest entry, beside the times. */
  private static Row row(
      String work,
      JsonNode ours,
      NeuralOde.Share truth,
      String name,
      @Nullable JsonNode peer,
      double goal) {
    double error = error("our gradient", ours, truth);
    double us = ours.get("us").asDouble();
    if (peer == null) {
      return new Row(work, us, error, name, Double.NaN, Double.NaN, goal);
    }
    return new Row(
        work, us, error, name, peer.get("us").asDouble(), error(name, peer, truth), goal);
  }

  private static double error(String whose, JsonNode result, NeuralOde.Share truth) {
    double[] gradient = Doubles.read(Path.of(result.get("gradient").asText()));
    double error = Doubles.difference(gradient, truth.gradient().toArray());
    double loss = result.get("loss").asDouble();
    if (!(error < AGREEMENT) || !(Math.abs(loss - truth.loss()) < AGREEMENT * truth.loss())) {
      throw new IllegalStateException(
          "%s computed something else: loss %s against %s, gradient off by %s"
              .formatted(whose, loss, truth.loss(), error));
    }
    return error;
  }
}
