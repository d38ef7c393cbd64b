package io.biopilot.bench.numeric;

import io.biopilot.bench.diagram.Frame;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Curves over two logarithmic axes, as a self-contained SVG.
 *
 * @param title above the frame, in bold
 * @param subtitle below the title, small: where the figures were taken
 * @param xLabel below, growing to the left (smaller errors on the right)
 * @param yLabel at the side
 * @param curves with their names, drawn in order
 */
record LogLogDiagram(
    String title, String subtitle, String xLabel, String yLabel, List<Curve> curves) {

  /** One point; both above 0. */
  record Point(double x, double y) {}

  /** Points joined by a line. */
  record Curve(String name, List<Point> points) {
    Curve {
      points = List.copyOf(points);
    }
  }

  private static final int HEIGHT = 490;
  private static final Frame.Margins MARGINS = new Frame.Margins(70, 140, 50, 50);

  // Okabe and Ito 2008: distinguishable with colour-vision deficiency
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00");

  LogLogDiagram {
    curves = List.copyOf(curves);
  }

  private int decade(ToDoubleFunction<Point> coordinate, boolean upper) {
    double exponent =
        curves.stream()
            .flatMap(curve -> curve.points().stream())
            .mapToDouble(coordinate)
            .filter(value -> value > 0.0)
            .map(Math::log10)
            .reduce(upper ? Math::max : Math::min)
            .orElse(0.0);
    return (int) (upper ? Math.ceil(exponent) : Math.floor(exponent));
  }

  String toSvg() {
    int x0 = decade(Point::x, false);
    int x1 = Math.max(x0 + 1, decade(Point::x, true));
    int y0 = decade(Point::y, false);
    int y1 = Math.max(y0 + 1, decade(Point::y, true));
    Frame frame = new Frame(HEIGHT, MARGINS);
    frame.heading(20, "font-size=\"15\" font-weight=\"bold\"", title);
    // a long machine line would run out of the picture at the other text's size
    frame.heading(36, "font-size=\"10\" fill=\"#555\"", subtitle);
    frame.axes(xLabel, yLabel);
    for (int e = x0; e <= x1; e++) {
      frame.upright(xAt(frame, e, x0, x1), "#ddd", "1e" + e);
    }
    for (int e = y0; e <= y1; e++) {
      frame.level(yAt(frame, e, y0, y1), "1e" + e);
    }
    for (int c = 0; c < curves.size(); c++) {
      curve(frame, c, new int[] {x0, x1, y0, y1});
    }
    return frame.toSvg();
  }

  private void curve(Frame frame, int c, int[] range) {
    Curve curve = curves.get(c);
    String colour = COLOURS.get(c % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (Point point : curve.points()) {
      if (point.x() > 0.0 && point.y() > 0.0) {
        double x = xAt(frame, Math.log10(point.x()), range[0], range[1]);
        double y = yAt(frame, Math.log10(point.y()), range[2], range[3]);
        path.append(
            String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x, y));
        frame.add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
      }
    }
    frame.add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>", path, colour);
    int x = frame.legendX();
    int y = frame.legendY(c);
    frame.add(
        "<path d=\"M%d %dh20\" stroke=\"%s\" stroke-width=\"2\"/><text x=\"%d\" y=\"%d\">%s</text>",
        x, y, colour, x + 26, y + 4, Frame.escape(curve.name()));
  }

  /** Smaller values to the right. */
  private static double xAt(Frame frame, double exponent, int x0, int x1) {
    return frame.x((x1 - exponent) / (x1 - x0));
  }

  private static double yAt(Frame frame, double exponent, int y0, int y1) {
    return frame.y((exponent - y0) / (y1 - y0));
  }
}
