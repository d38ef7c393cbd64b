package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/** Network kernels beside C register tiles, and those beside the core's FMA peak. */
final class MlpCase implements NumericCase {
  private static final int BATCH = 32;
  private static final int OUTPUTS = 8;
  private static final double GOAL = 1.0 / 1.6;

  /** Everybody is measured so often, in turns; the fastest counts. */
  private static final int TURNS = 3;

  /** Values and gradients of ours and C may differ by this part of the largest. */
  private static final double AGREEMENT = 1e-11;

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
    List<String> backends = new ArrayList<>();
    if (Backends.vector().isPresent()) {
      backends.add(Backends.VECTOR);
    } else {
      session.note("absent: the Vector API (start with --add-modules jdk.incubator.vector)");
    }
    backends.add(Backends.PLAIN);
    Optional<Path> program = session.compileC("mlp.c");
    ObjectNode c = JsonNodeFactory.instance.objectNode();
    Map<String, ObjectNode> ours = new LinkedHashMap<>();
    for (int turn = 0; turn < TURNS; turn++) {
      program.flatMap(path -> theirs(session, path, folder)).ifPresent(made -> keepBest(made, c));
      for (String backend : backends) {
        for (int batch : new int[] {1, BATCH}) {
          ObjectNode best =
              ours.computeIfAbsent(backend + batch, key -> JsonNodeFactory.instance.objectNode());
          keepBest(
              Json.lastLine(
                  session.inFreshJava(MlpProbe.class, backend, folder.toString(), "" + batch)),
              best);
          best.put("batch", batch);
          best.put("error", program.isPresent() ? difference(folder, batch) : Double.NaN);
        }
      }
    }
    describe(session, c);
    ours.values().forEach(best -> describePlaces(session, best));
    List<Row> rows = new ArrayList<>();
    for (String backend : backends) {
      double goal = backend.equals(Backends.VECTOR) ? GOAL : Double.NaN;
      for (int batch : new int[] {1, BATCH}) {
        rows.addAll(rows(Objects.requireNonNull(ours.get(backend + batch)), batch, c, goal));
      }
    }
    return rows;
  }

  /** Least times and largest rates of all turns. */
  private static void keepBest(JsonNode made, ObjectNode best) {
    made.fields()
        .forEachRemaining(
            field -> {
              String name = field.getKey();
              double before = best.path(name).asDouble(Double.NaN);
              double now = field.getValue().asDouble();
              boolean rate = name.contains("peak");
              if (Double.isNaN(before) || (rate ? now > before : now < before)) {
                best.set(name, field.getValue());
              }
            });
  }

  /** Ours against C: values and weight gradient of the whole batch; of one point, its value. */
  private static double difference(Path folder, int batch) {
    double[] ours = Doubles.read(folder.resolve("ours.f64"));
    double[] c = Doubles.read(folder.resolve("c.f64"));
    double error =
        batch == BATCH
            ? Doubles.difference(ours, c)
            : Doubles.difference(Arrays.copyOf(ours, OUTPUTS), Arrays.copyOf(c, OUTPUTS));
    if (!(error < AGREEMENT)) {
      throw new IllegalStateException("ours and C differ by " + error);
    }
    return error;
  }

  private static Optional<JsonNode> theirs(Session session, Path program, Path folder) {
    return session
        .output(
            List.of(
                program.toString(),
                folder.resolve("weights.f64").toString(),
                folder.resolve("inputs.f64").toString(),
                folder.resolve("ybar.f64").toString(),
                folder.resolve("c.f64").toString()))
        .map(Json::lastLine);
  }

  private static void describe(Session session, ObjectNode c) {
    if (!c.isEmpty()) {
      session.note(
          String.format(
              Locale.ROOT,
              "C tiles: FMA peak %.0f GFLOP/s; forward %.0f %% of it at batch 1, %.0f %% at"
                  + " 32; VJP %.0f %% and %.0f %%",
              c.get("peak_gflops").asDouble(),
              100 * c.get("forward1_of_peak").asDouble(),
              100 * c.get("forward32_of_peak").asDouble(),
              100 * c.get("vjp1_of_peak").asDouble(),
              100 * c.get("vjp32_of_peak").asDouble()));
    }
  }

  private static void describePlaces(Session session, ObjectNode ours) {
    session.note(
        String.format(
            Locale.ROOT,
            "%s, batch %d: ours is the median of nine copies of the weights, forward %.3g to %.3g"
                + " µs by where they lie in the heap; C's are aligned to 64 bytes",
            ours.get("kernels").asText(),
            ours.get("batch").asInt(),
            ours.get("forward_least").asDouble(),
            ours.get("forward_most").asDouble()));
  }

  private static List<Row> rows(ObjectNode ours, int batch, ObjectNode c, double goal) {
    List<Row> rows = new ArrayList<>();
    for (String what : new String[] {"forward", "vjp"}) {
      rows.add(
          new Row(
              "MLP 8-64-64-8 %s, batch %d, %s".formatted(what, batch, ours.get("kernels").asText()),
              ours.get(what + "_us").asDouble(),
              ours.get("error").asDouble(),
              "C tiles, gcc -O3",
              c.path(what + batch + "_ns").asDouble(Double.NaN) / 1e3,
              0.0,
              goal));
    }
    return rows;
  }
}
