package io.biopilot.bench.loop;

import java.util.List;
import java.util.Locale;

/**
 * Product against true minutes below DO 20 %, one mark a batch, as a self-contained SVG. Minutes
 * are on a scale of √, so that the ten of the rule can be seen beside hundreds.
 *
 * @param title below the frame's top
 * @param standings one colour each
 */
record Scatter(String title, List<Standing> standings) {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 60;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final double[] TICKS = {0, 1, 5, 10, 30, 60, 120, 240, 480, 960};

  // Okabe and Ito 2008: distinguishable with colour-vision deficiency.
  private static final List<String> COLOURS =
      List.of(
          "#000000", "#E69F00", "#0072B2", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#009E73");

  Scatter {
    standings = List.copyOf(standings);
  }

  String toSvg() {
    double longest = Math.max(20, most(true));
    double highest = Math.ceil(1.05 * Math.max(1, most(false)));
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    add(svg, "<text x=\"%d\" y=\"20\" font-size=\"10\">%s</text>", LEFT, escape(title));
    axes(svg, longest, highest);
    for (int s = 0; s < standings.size(); s++) {
      marks(svg, s, longest, highest);
    }
    return svg.append("</svg>\n").toString();
  }

  private double most(boolean minutes) {
    return standings.stream()
        .flatMap(standing -> standing.batches().stream())
        .mapToDouble(batch -> minutes ? batch.minutes("do") : batch.product())
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static void axes(StringBuilder svg, double longest, double highest) {
    for (double tick : TICKS) {
      if (tick <= longest) {
        double x = xAt(tick, longest);
        boolean rule = tick == BatchResult.FAILED_MINUTES;
        add(
            svg,
            "<path d=\"M%.1f %dV%d\" stroke=\"%s\"/><text x=\"%.1f\" y=\"%d\""
                + " text-anchor=\"middle\">%.0f</text>",
            x,
            TOP,
            HEIGHT - BOTTOM,
            rule ? "#888" : "#ddd",
            x,
            HEIGHT - BOTTOM + 16,
            tick);
      }
    }
    for (double g = 0; g <= highest; g += highest > 8 ? 2 : 1) {
      double y = yAt(g, highest);
      add(
          svg,
          "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
              + " text-anchor=\"end\">%.0f</text>",
          LEFT,
          y,
          WIDTH - RIGHT,
          LEFT - 6,
          y + 4,
          g);
    }
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">minutes below DO 20 %% (more than 10:"
            + " failed)</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 12);
    add(
        svg,
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">product,"
            + " g</text>",
        (TOP + HEIGHT - BOTTOM) / 2);
  }

  private void marks(StringBuilder svg, int s, double longest, double highest) {
    Standing standing = standings.get(s);
    String colour = COLOURS.get(s % COLOURS.size());
    for (BatchResult batch : standing.batches()) {
      add(
          svg,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\" fill-opacity=\"%s\" stroke=\"%s\">"
              + "<title>%s, seed %d</title></circle>",
          xAt(batch.minutes("do"), longest),
          yAt(batch.product(), highest),
          colour,
          batch.failed() ? "0" : "0.8",
          colour,
          standing.controller(),
          batch.seed());
    }
    int y = TOP + 16 + 20 * s;
    add(
        svg,
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>",
        WIDTH - RIGHT + 16,
        y,
        colour,
        WIDTH - RIGHT + 28,
        y + 4,
        escape(standing.controller()));
  }

  private static double xAt(double minutes, double longest) {
    return LEFT + Math.sqrt(Math.max(0, minutes) / longest) * (WIDTH - LEFT - RIGHT);
  }

  private static double yAt(double product, double highest) {
    return HEIGHT - BOTTOM - product / highest * (HEIGHT - TOP - BOTTOM);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
