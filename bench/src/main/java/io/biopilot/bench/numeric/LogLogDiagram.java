package io.biopilot.bench.numeric;

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

  private static final int WIDTH = 760;
  private static final int HEIGHT = 490;
  private static final int LEFT = 70;
  private static final int RIGHT = 140;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;

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
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    texts(svg);
    for (int e = x0; e <= x1; e++) {
      double x = xAt(e, x0, x1);
      add(
          svg,
          "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\""
              + " text-anchor=\"middle\">1e%d</text>",
          x,
          TOP,
          HEIGHT - BOTTOM,
          x,
          HEIGHT - BOTTOM + 16,
          e);
    }
    for (int e = y0; e <= y1; e++) {
      double y = yAt(e, y0, y1);
      add(
          svg,
          "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
              + " text-anchor=\"end\">1e%d</text>",
          LEFT,
          y,
          WIDTH - RIGHT,
          LEFT - 6,
          y + 4.0,
          e);
    }
    for (int c = 0; c < curves.size(); c++) {
      curve(svg, c, new int[] {x0, x1, y0, y1});
    }
    return svg.append("</svg>\n").toString();
  }

  /** Titles above, labels at the axes. */
  private void texts(StringBuilder svg) {
    add(
        svg,
        "<text x=\"%d\" y=\"20\" font-size=\"15\" font-weight=\"bold\">%s</text>",
        LEFT,
        escape(title));
    // a long machine line would run out of the picture at the other text's size
    add(
        svg,
        "<text x=\"%d\" y=\"36\" font-size=\"10\" fill=\"#555\">%s</text>",
        LEFT,
        escape(subtitle));
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 12,
        escape(xLabel));
    add(
        svg,
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2,
        escape(yLabel));
  }

  private void curve(StringBuilder svg, int c, int[] range) {
    Curve curve = curves.get(c);
    String colour = COLOURS.get(c % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (Point point : curve.points()) {
      if (point.x() > 0.0 && point.y() > 0.0) {
        double x = xAt(Math.log10(point.x()), range[0], range[1]);
        double y = yAt(Math.log10(point.y()), range[2], range[3]);
        path.append(
            String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x, y));
        add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
      }
    }
    add(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>", path, colour);
    int y = TOP + 16 + 20 * c;
    int x = WIDTH - RIGHT + 12;
    add(
        svg,
        "<path d=\"M%d %dh20\" stroke=\"%s\" stroke-width=\"2\"/><text x=\"%d\" y=\"%d\">%s</text>",
        x,
        y,
        colour,
        x + 26,
        y + 4,
        escape(curve.name()));
  }

  private static double xAt(double exponent, int x0, int x1) {
    return LEFT + (x1 - exponent) / (x1 - x0) * (WIDTH - LEFT - RIGHT);
  }

  private static double yAt(double exponent, int y0, int y1) {
    return HEIGHT - BOTTOM - (exponent - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
