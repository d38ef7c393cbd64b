package io.biopilot.agent.cli.optimize;

import java.util.List;
import java.util.Locale;

/**
 * Panels over the same time on one page, as a self-contained SVG.
 *
 * @param title at the top
 * @param lines below it
 */
record Picture(String title, List<String> lines) {

  private static final int COLUMNS = 2;
  private static final int EDGE = 18;
  private static final int MOST = 150;

  // Okabe and Ito 2008: distinguishable with colour-vision deficiency.
  private static final String STYLE =
      """
      <style>
      text{font:11px "Helvetica Neue",Arial,sans-serif;fill:#444}
      .h{font-size:19px;font-weight:600;fill:#111}.t{font-size:13px;font-weight:600;fill:#111}
      .d{font-size:11px;font-weight:400;fill:#666}
      path{fill:none}.g{stroke:#e8eaed}.a{stroke:#8a9099}
      .c{stroke:#0072b2;stroke-width:2;stroke-linejoin:round}.f{fill:#0072b2;opacity:.1}
      .o{stroke:#0072b2;stroke-width:1;opacity:.55}
      .b{stroke:#d50000;stroke-width:3}.p{fill:#0072b2}
      .l{stroke:#d55e00;stroke-width:1.5;stroke-dasharray:6 4}.lw{fill:#b34f00}
      .s{stroke:#b58900;stroke-width:1.5;stroke-dasharray:2 3}.sw{fill:#8a6800}
      .m{fill:#d55e00;opacity:.12}
      </style>
      """;

  Picture {
    lines = List.copyOf(lines);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  String svg(List<Panel> panels) {
    int head = 48 + 16 * lines.size();
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    int width = 2 * EDGE + COLUMNS * PanelDrawing.WIDTH;
    int height = head + rows * PanelDrawing.HEIGHT + 30;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\">%n<title>%s</title>%n",
            width,
            height,
            width,
            height,
            escape(title)));
    svg.append(STYLE).append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    svg.append(text(EDGE, 30, "h", title));
    for (int i = 0; i < lines.size(); i++) {
      svg.append(text(EDGE, 50 + 16 * i, "d", shortened(lines.get(i))));
    }
    Axis time = time(panels);
    for (int i = 0; i < panels.size(); i++) {
      int x = EDGE + i % COLUMNS * PanelDrawing.WIDTH;
      int y = head + i / COLUMNS * PanelDrawing.HEIGHT;
      svg.append("<g transform=\"translate(%d %d)\">%n".formatted(x, y));
      new PanelDrawing(panels.get(i), time, svg).draw();
      svg.append("</g>\n");
    }
    svg.append(
        text(
            EDGE,
            height - 10,
            "d",
            "biopilot optimize. Dashed: limits; dotted: soft ones; shaded: margin kept from them;"
                + " red: broken"
                + (scenarios(panels) ? "; thin: other scenarios" : "")
                + ". Course integrated again at 1e-9."));
    return svg.append("</svg>\n").toString();
  }

  private static boolean scenarios(List<Panel> panels) {
    return panels.stream().anyMatch(panel -> !panel.others().isEmpty());
  }

  private static String text(int x, int y, String style, String words) {
    return "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>%n".formatted(x, y, style, escape(words));
  }

  private static String shortened(String words) {
    return words.length() <= MOST ? words : words.substring(0, MOST - 1) + "…";
  }

  private static Axis time(List<Panel> panels) {
    double from = Double.POSITIVE_INFINITY;
    double until = Double.NEGATIVE_INFINITY;
    for (Panel panel : panels) {
      for (int i = 0; i < panel.times().size(); i++) {
        from = Math.min(from, panel.times().get(i));
        until = Math.max(until, panel.times().get(i));
      }
    }
    return Axis.between(from, until, 8);
  }
}
