package io.biopilot.bench.mpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.bench.numeric.Session;
import io.biopilot.twin.linalg.Vec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What do-mpc did on one of its own examples in this run.
 *
 * @param microseconds median thread CPU time of a step
 * @param cost Σ −P + Σ Δu² of the bioreactor's loop
 * @param moves inputs step by step
 * @param states after each step
 */
record DoMpc(double microseconds, double cost, List<Vec> moves, List<Vec> states) {

  static final String NAME = "do-mpc 5.1.2 (IPOPT)";

  /** Empty, with a note, where the peers' environment is absent. */
  static Optional<DoMpc> run(Session session, String example, int steps) {
    Optional<Path> python = session.python();
    if (python.isEmpty()) {
      session.note("absent: do-mpc (bench/peers/setup.sh makes it)");
      return Optional.empty();
    }
    session.progress("do-mpc: %d steps of %s".formatted(steps, example));
    String script = session.peerFile("dompc.py").toString();
    return session
        .output(List.of(python.get().toString(), script, example, Integer.toString(steps)))
        .map(DoMpc::parse);
  }

  private static DoMpc parse(String text) {
    try {
      JsonNode root = new ObjectMapper().readTree(text);
      return new DoMpc(
          root.get("us").asDouble(),
          root.get("J").asDouble(),
          vectors(root.get("moves")),
          vectors(root.get("states")));
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("do-mpc wrote something else than JSON: " + text, broken);
    }
  }

  private static List<Vec> vectors(JsonNode array) {
    List<Vec> vectors = new ArrayList<>();
    for (JsonNode entry : array) {
      double[] values = new double[entry.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = entry.get(i).asDouble();
      }
      vectors.add(Vec.of(values));
    }
    return vectors;
  }
}
