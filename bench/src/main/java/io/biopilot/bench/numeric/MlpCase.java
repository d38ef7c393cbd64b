package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/** Network kernels beside C register tiles, and those beside the core's FMA peak. */
final class MlpCase implements NumericCase {
  private static final int BATCH = 32;
  private static final double GOAL = 1.0 / 1.6;

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public List<Row> measure(Session session) {
    Path folder = session.scratch().resolve("mlp");
    double[] weights = MlpProbe.network().initialWeights(7);
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Doubles.write(folder.resolve("weights.f64"), weights);
    Doubles.write(folder.resolve("inputs.f64"), random.doubles(8 * BATCH, -1, 1).toArray());
    Doubles.write(folder.resolve("ybar.f64"), random.doubles(8 * BATCH, -1, 1).toArray());
    Optional<JsonNode> c = theirs(session, folder);
    List<Row> rows = new ArrayList<>();
    if (Backends.vector().isPresent()) {
      rows.addAll(ours(session, Backends.VECTOR, folder, c, GOAL));
    } else {
      session.note("absent: the Vector API (start with --add-modules jdk.incubator.vector)");
    }
    rows.addAll(ours(session, Backends.PLAIN, folder, c, Double.NaN));
    return rows;
  }

  private static Optional<JsonNode> theirs(Session session, Path folder) {
    Optional<JsonNode> result =
        session
            .compileC("mlp.c")
            .flatMap(
                program ->
                    session.output(
                        List.of(
                            program.toString(),
                            folder.resolve("weights.f64").toString(),
                            folder.resolve("inputs.f64").toString(),
                            folder.resolve("ybar.f64").toString(),
                            folder.resolve("c.f64").toString())))
            .map(Json::lastLine);
    result.ifPresent(
        c ->
            session.note(
                String.format(
                    Locale.ROOT,
                    "C tiles: FMA peak %.0f GFLOP/s; forward %.0f %% of it at batch 1, %.0f %% at"
                        + " 32; VJP %.0f %% and %.0f %%",
                    c.get("peak_gflops").asDouble(),
                    100 * c.get("forward1_of_peak").asDouble(),
                    100 * c.get("forward32_of_peak").asDouble(),
                    100 * c.get("vjp1_of_peak").asDouble(),
                    100 * c.get("vjp32_of_peak").asDouble())));
    return result;
  }

  private static List<Row> ours(
      Session session, String backend, Path folder, Optional<JsonNode> c, double goal) {
    List<Row> rows = new ArrayList<>();
    for (int batch : new int[] {1, BATCH}) {
      JsonNode measured =
          Json.lastLine(
              session.inFreshJava(MlpProbe.class, backend, folder.toString(), "" + batch));
      double error = Double.NaN;
      if (batch == BATCH && c.isPresent()) {
        error =
            Doubles.difference(
                Doubles.read(folder.resolve("ours.f64")), Doubles.read(folder.resolve("c.f64")));
        if (!(error < 1e-11)) {
          throw new IllegalStateException("ours and C differ by " + error);
        }
      }
      for (String what : new String[] {"forward", "vjp"}) {
        double peer = c.map(n -> n.get(what + batch + "_ns").asDouble() / 1e3).orElse(Double.NaN);
        rows.add(
            new Row(
                "MLP 8-64-64-8 %s, batch %d, %s"
                    .formatted(what, batch, measured.get("kernels").asText()),
                measured.get(what + "_us").asDouble(),
                error,
                "C tiles, gcc -O3",
                peer,
                0.0,
                goal));
      }
    }
    return rows;
  }
}
