package io.biopilot.agent.cli.optimize;

import io.biopilot.agent.cli.optimize.Panel.Form;
import io.biopilot.agent.cli.optimize.Panel.Line;
import java.util.Locale;

/** Draws one panel as SVG elements, its corner at (0, 0); used once. */
final class PanelDrawing {

  static final int WIDTH = 470;
  static final int HEIGHT = 178;
  private static final int LEFT = 58;
  private static final int RIGHT = 56;
  private static final int TOP = 28;
  private static final int BOTTOM = 36;

  private final Panel panel;
  private final Axis time;
  private final Axis value;
  private final StringBuilder svg;

  PanelDrawing(Panel panel, Axis time, StringBuilder svg) {
    this.panel = panel;
    this.time = time;
    this.svg = svg;
    double least = panel.form() == Form.COURSE ? Double.POSITIVE_INFINITY : 0.0;
    double most = panel.form() == Form.COURSE ? Double.NEGATIVE_INFINITY : 0.0;
    for (int i = 0; i < panel.values().size(); i++) {
      least = Math.min(least, panel.values().get(i));
      most = Math.max(most, panel.values().get(i));
    }
    for (Panel.Curve other : panel.others()) {
      for (int i = 0; i < other.values().size(); i++) {
        least = Math.min(least, other.values().get(i));
        most = Math.max(most, other.values().get(i));
      }
    }
    double range = Math.max(most - least, 1e-3 * Math.abs(most));
    // A limit far away would flatten the curve; its words still say where it is.
    double low = least - 1.5 * range;
    double high = most + 1.5 * range;
    for (Line line : panel.limits()) {
      if (line.value() >= low && line.value() <= high) {
        least = Math.min(least, line.value());
        most = Math.max(most, line.value());
      }
    }
    // What never falls below 0 is shown from 0 on if that is near.
    least = least > 0.0 && least < 0.5 * most ? 0.0 : least;
    // Room for the words above a stem.
    value = Axis.around(least, panel.form() == Form.STEMS ? 1.15 * most : most, 4);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private double x(double hours) {
    return LEFT + time.share(hours) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double at) {
    return HEIGHT - BOTTOM - value.share(at) * (HEIGHT - TOP - BOTTOM);
  }

  void draw() {
    String unit = panel.unit().isEmpty() || panel.unit().equals("1") ? "" : panel.unit();
    String[] words = Picture.escape(panel.title()).split(" {2}", 2);
    add(
        "<text x=\"%d\" y=\"16\" class=\"t\">%s<tspan class=\"d\" dx=\"6\">%s</tspan></text>",
        LEFT, words[0], words.length > 1 ? words[1] : "");
    frame();
    add(
        "<text transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2, Picture.escape(unit));
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">time (h)</text>",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6);
    panel.limits().forEach(this::limit);
    switch (panel.form()) {
      case COURSE -> course(false);
      case STEPS -> course(true);
      case STEMS -> stems();
    }
  }

  private void frame() {
    for (double mark : value.marks()) {
      add("<path class=\"g\" d=\"M%d %.1fH%d\"/>", LEFT, y(mark), WIDTH - RIGHT);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 6, y(mark) + 3.5, Numbers.shortly(mark));
    }
    for (double mark : time.marks()) {
      add("<path class=\"g\" d=\"M%.1f %dV%d\"/>", x(mark), TOP, HEIGHT - BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(mark), HEIGHT - BOTTOM + 14, Numbers.shortly(mark));
    }
    add("<path class=\"a\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
  }

  private void limit(Line line) {
    String side = line.lower() ? "≥" : "≤";
    String words = side + " " + Numbers.shortly(line.value());
    String kind = line.soft() ? "s" : "l";
    if (line.value() < value.low() - 1e-12 || line.value() > value.high() + 1e-12) {
      boolean above = line.value() > value.high();
      add(
          "<text x=\"%d\" y=\"%d\" class=\"%sw\">%s %s</text>",
          WIDTH - RIGHT + 4, above ? TOP + 4 : HEIGHT - BOTTOM, kind, above ? "↑" : "↓", words);
      return;
    }
    double end = Math.max(line.until(), line.from());
    boolean moment = end <= line.from();
    if (moment) {
      add("<path class=\"%s\" d=\"M%.1f %.1fh8\"/>", kind, x(end) - 4, y(line.value()));
    } else {
      add(
          "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/>",
          kind, x(line.from()), y(line.value()), x(end));
      shade(line, end);
    }
    add(
        "<text x=\"%d\" y=\"%.1f\" class=\"%sw\">%s</text>",
        WIDTH - RIGHT + 4, y(line.value()) + 3.5, kind, words);
  }

  /** The strip between a limit and the margin that the plan keeps from it. */
  private void shade(Line line, double end) {
    if (line.backOff() > 0.0) {
      double edge = line.value() + (line.lower() ? line.backOff() : -line.backOff());
      double top = Math.min(y(line.value()), y(edge));
      add(
          "<rect class=\"m\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
          x(line.from()), top, x(end) - x(line.from()), Math.abs(y(line.value()) - y(edge)));
    }
  }

  private void course(boolean steps) {
    for (Panel.Curve other : panel.others()) {
      add("<path class=\"o\" d=\"%s\"/>", path(other, steps));
      broken(other, steps);
    }
    Panel.Curve own = new Panel.Curve(panel.times(), panel.values());
    String path = path(own, steps);
    if (steps) {
      add("<path class=\"f\" d=\"%sV%.1fH%.1fZ\"/>", path, y(value.low()), x(panel.times().get(0)));
    }
    add("<path class=\"c\" d=\"%s\"/>", path);
    broken(own, steps);
  }

  private String path(Panel.Curve curve, boolean steps) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.times().size(); i++) {
      double x = x(curve.times().get(i));
      double y = y(curve.values().get(i));
      String form = i == 0 ? "M%.1f %.1f" : steps ? "H%.1fV%.1f" : "L%.1f %.1f";
      path.append(String.format(Locale.ROOT, form, x, y));
    }
    return path.toString();
  }

  /** Where a limit is broken, in red. */
  private void broken(Panel.Curve curve, boolean steps) {
    StringBuilder broken = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < curve.times().size() && !steps; i++) {
      double now = curve.times().get(i);
      double at = curve.values().get(i);
      boolean bad = panel.limits().stream().anyMatch(line -> line.breaks(now, at));
      if (bad) {
        String form = open ? "L%.1f %.1f" : "M%.1f %.1f";
        broken.append(String.format(Locale.ROOT, form, x(now), y(at)));
      }
      open = bad;
    }
    if (broken.length() > 0) {
      add("<path class=\"b\" d=\"%s\"/>", broken);
    }
  }

  private void stems() {
    int count = panel.times().size();
    for (int i = 0; i < count; i++) {
      double at = x(panel.times().get(i));
      double top = y(panel.values().get(i));
      add("<path class=\"c\" d=\"M%.1f %.1fV%.1f\"/>", at, y(Math.max(0.0, value.low())), top);
      add(
          "<circle class=\"p\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>",
          at, top, count > 25 ? "2" : "4");
      if (count <= 8) {
        add(
            "<text x=\"%.1f\" y=\"%.1f\" class=\"d\" text-anchor=\"middle\">%s</text>",
            at, top - 8, Numbers.shortly(panel.values().get(i)));
      }
    }
    if (count == 0) {
      add("<text x=\"%d\" y=\"%d\" class=\"d\">none</text>", LEFT + 10, HEIGHT - BOTTOM - 8);
    }
  }
}
