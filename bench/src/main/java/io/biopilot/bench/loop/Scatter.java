package io.biopilot.bench.loop;

import io.biopilot.bench.diagram.Frame;
import java.util.List;
import java.util.Locale;

/**
 * Product against true minutes below DO 20 %, one mark a batch, as a self-contained SVG. Minutes
 * are on a scale of √, so that the ten of the rule can be seen beside hundreds.
 *
 * @param title above the frame, in bold
 * @param subtitle below the title, small: where the batches were run
 * @param standings one colour each
 */
record Scatter(String title, String subtitle, List<Standing> standings) {

  private static final int HEIGHT = 480;
  private static final Frame.Margins MARGINS = new Frame.Margins(60, 150, 60, 50);
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
    Frame frame = new Frame(HEIGHT, MARGINS);
    frame.heading(20, "font-size=\"15\" font-weight=\"bold\"", title);
    frame.heading(36, "font-size=\"10\" fill=\"#555\"", subtitle);
    axes(frame, longest, highest);
    for (int s = 0; s < standings.size(); s++) {
      marks(frame, s, longest, highest);
    }
    return frame.toSvg();
  }

  private double most(boolean minutes) {
    return standings.stream()
        .flatMap(standing -> standing.batches().stream())
        .mapToDouble(batch -> minutes ? batch.minutes("do") : batch.product())
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static void axes(Frame frame, double longest, double highest) {
    for (double tick : TICKS) {
      if (tick <= longest) {
        boolean rule = tick == BatchResult.FAILED_MINUTES;
        frame.upright(
            xAt(frame, tick, longest),
            rule ? "#888" : "#ddd",
            String.format(Locale.ROOT, "%.0f", tick));
      }
    }
    for (double g = 0; g <= highest; g += highest > 8 ? 2 : 1) {
      frame.level(yAt(frame, g, highest), String.format(Locale.ROOT, "%.0f", g));
    }
    frame.axes("minutes below DO 20 % (more than 10: failed)", "product, g");
  }

  private void marks(Frame frame, int s, double longest, double highest) {
    Standing standing = standings.get(s);
    String colour = COLOURS.get(s % COLOURS.size());
    for (BatchResult batch : standing.batches()) {
      frame.add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\" fill-opacity=\"%s\" stroke=\"%s\">"
              + "<title>%s, seed %d</title></circle>",
          xAt(frame, batch.minutes("do"), longest),
          yAt(frame, batch.product(), highest),
          colour,
          batch.failed() ? "0" : "0.8",
          colour,
          standing.controller(),
          batch.seed());
    }
    int x = frame.legendX();
    int y = frame.legendY(s);
    frame.add(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>",
        x + 4, y, colour, x + 16, y + 4, Frame.escape(standing.controller()));
  }

  private static double xAt(Frame frame, double minutes, double longest) {
    return frame.x(Math.sqrt(Math.max(0, minutes) / longest));
  }

  private static double yAt(Frame frame, double product, double highest) {
    return frame.y(product / highest);
  }
}
