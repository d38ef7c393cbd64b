package io.biopilot.bench.numeric;

import io.biopilot.bench.numeric.LogLogDiagram.Curve;
import io.biopilot.bench.numeric.LogLogDiagram.Point;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Work-precision diagrams of the stiff problems: one SVG a problem in {@code bench/results}, our
 * four stiff methods and CVODE over relative tolerances from 1e-2 to 1e-9. No rows.
 */
final class WorkPrecisionCase implements NumericCase {
  private static final double[] TOLERANCES = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};
  private static final List<Method> METHODS =
      List.of(new Rodas5P(), new RadauIIA5(), new Kvaerno5(), new Bdf());

  @Override
  public String name() {
    return "diagrams";
  }

  /** Takes ten minutes and writes into the checkout: only if asked for. */
  @Override
  public boolean byDefault() {
    return false;
  }

  @Override
  public List<Row> measure(Session session) {
    for (StiffProblem problem : StiffProblem.all()) {
      session.progress("  " + problem.title());
      List<Curve> curves = new ArrayList<>();
      for (Method method : METHODS) {
        List<Point> points = new ArrayList<>();
        for (double tolerance : TOLERANCES) {
          StiffCase.Figures figures = StiffCase.solve(session, method, problem, tolerance);
          points.add(new Point(figures.error(), figures.us()));
        }
        curves.add(new Curve(method.name(), points));
      }
      StiffCase.cvode(session)
          .ifPresent(
              cvode -> {
                List<Point> points = new ArrayList<>();
                for (double tolerance : TOLERANCES) {
                  StiffCase.Figures figures = cvode.solve(problem, tolerance);
                  points.add(new Point(figures.error(), figures.us()));
                }
                curves.add(new Curve("CVODE (C)", points));
              });
      write(
          session.resultFile("work-precision-" + problem.name() + ".svg"),
          new LogLogDiagram(
                  problem.title(),
                  Machine.describe(),
                  "relative error at the end",
                  "thread CPU time (µs)",
                  curves)
              .toSvg());
    }
    session.note("work-precision diagrams written to bench/results");
    return List.of();
  }

  private static void write(Path file, String svg) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
