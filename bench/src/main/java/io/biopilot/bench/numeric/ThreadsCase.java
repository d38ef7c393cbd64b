package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The gradient over 32 trajectories of {@link NeuralOde} on two threads, beside one. */
final class ThreadsCase implements NumericCase {
  private static final double GOAL = 1.8;

  /** Where threads had processors for less of their time than this, the reader is told. */
  private static final double ALONE = 0.95;

  private static final double AGREEMENT = 1e-11;

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    rows.add(row(session, Backends.PLAIN));
    if (Backends.vector().isPresent()) {
      rows.add(row(session, Backends.VECTOR));
    }
    return rows;
  }

  private static Row row(Session session, String backend) {
    JsonNode two =
        NeuralOdeProbe.start(session, backend, session.scratch(), NeuralOde.TRAJECTORIES, 2);
    String work = "neural ODE gradient, %s".formatted(two.get("kernels").asText());
    double alone = two.get("alone").asDouble();
    double together = two.get("several_alone").asDouble();
    if (alone < ALONE || together < ALONE) {
      session.note(
          String.format(
              Locale.ROOT,
              "%s on two threads: one thread had a processor for %.0f %% of its time, two had"
                  + " theirs for %.0f %%; well below 100 %% others were at work, so measure again",
              work,
              100 * alone,
              100 * together));
    }
    double error = two.get("error").asDouble();
    if (!(error < AGREEMENT)) {
      throw new IllegalStateException("two threads gave another gradient, off by " + error);
    }
    return new Row(
        work + ", 32 trajectories on two threads (wall)",
        two.get("us").asDouble(),
        error,
        "ours, one thread (wall)",
        two.get("one_us").asDouble(),
        0.0,
        GOAL);
  }
}
