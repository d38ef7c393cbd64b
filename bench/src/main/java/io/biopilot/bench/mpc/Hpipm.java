package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.nlp.QpSolution;
import io.biopilot.mpc.nlp.StageQp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What HPIPM, from CasADi's Python package, made of the seeded problems in this run.
 *
 * @param microseconds mean over the problems of the least thread CPU time of a solve
 * @param residual largest KKT residual
 * @param iterations mean
 * @param difference largest distance of its controls from ours
 */
record Hpipm(double microseconds, double residual, double iterations, double difference) {

  static final String NAME = "HPIPM SPEED of CasADi 3.7.2 (generic BLASFEO), here";

  /** Empty, with a note, where the peers' environment or gcc is absent. */
  static Optional<Hpipm> run(
      Session session, List<StageQp> problems, boolean bounded, List<QpSolution> ours) {
    Optional<Path> library = session.python().flatMap(Hpipm::casadi);
    if (library.isEmpty()) {
      session.note("absent: HPIPM in CasADi's Python package (bench/peers/setup.sh makes it)");
      return Optional.empty();
    }
    String folder = library.get().toString();
    Path file = session.scratch().resolve("qp.txt");
    try {
      Files.writeString(file, text(problems, bounded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return session
        .compileC(
            "hpipm.c",
            "-I" + folder + "/include",
            "-L" + folder,
            "-lhpipm",
            "-lblasfeo",
            "-Wl,-rpath," + folder)
        .flatMap(program -> session.output(List.of(program.toString(), file.toString())))
        .map(out -> parse(out, problems, ours));
  }

  private static Optional<Path> casadi(Path python) {
    Path lib = python.resolve("../../lib").normalize();
    try (Stream<Path> versions = Files.list(lib)) {
      return versions
          .map(version -> version.resolve("site-packages/casadi"))
          .filter(folder -> Files.exists(folder.resolve("libhpipm.so")))
          .findFirst();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static String text(List<StageQp> problems, boolean bounded) {
    StringBuilder text = new StringBuilder();
    int stages = problems.get(0).shape().stages();
    text.append(problems.size()).append(' ').append(stages).append(bounded ? " 1\n" : " 0\n");
    for (StageQp qp : problems) {
      int nx = qp.shape().states(0);
      int ld = qp.shape().leading(0);
      block(text, qp.transition(0), nx, ld, 0, nx);
      block(text, qp.transition(0), nx, ld, nx, qp.shape().controls(0));
      for (double value : qp.initial()) {
        text.append(value).append(' ');
      }
      int last = qp.shape().variableOffset(stages);
      for (int i = 0; i < nx; i++) {
        text.append(bounded ? qp.upper()[last + i] : 0.0).append(' ');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void block(
      StringBuilder text, double[] matrix, int rows, int leading, int from, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < from + columns; j++) {
        text.append(matrix[i * leading + j]).append(' ');
      }
    }
  }

  private static Hpipm parse(String out, List<StageQp> problems, List<QpSolution> ours) {
    double time = 0.0;
    double residual = 0.0;
    double iterations = 0.0;
    double difference = 0.0;
    String[] lines = out.trim().split("\n", -1);
    for (int p = 0; p < lines.length; p++) {
      String[] words = lines[p].trim().split("\\s+", -1);
      time += Double.parseDouble(words[0]) / lines.length;
      iterations += Double.parseDouble(words[1]) / lines.length;
      residual = Math.max(residual, Double.parseDouble(words[2]));
      var shape = problems.get(p).shape();
      int word = 3;
      for (int k = 0; k < shape.stages(); k++) {
        for (int i = shape.states(k); i < shape.variables(k); i++) {
          double theirs = Double.parseDouble(words[word++]);
          double own = ours.get(p).variables()[shape.variableOffset(k) + i];
          difference = Math.max(difference, Math.abs(theirs - own));
        }
      }
    }
    return new Hpipm(time, residual, iterations, difference);
  }
}
