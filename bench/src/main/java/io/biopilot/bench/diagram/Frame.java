package io.biopilot.bench.diagram;

import java.util.Locale;

/**
 * A self-contained SVG that is being drawn: a white ground, a plot with grid lines and labelled
 * axes, a column for the legend at its right. Pixels, y downwards.
 */
public final class Frame {
  private static final int WIDTH = 760;

  private final int height;
  private final Margins margins;
  private final StringBuilder svg = new StringBuilder();

  /** Room around the plot. */
  public record Margins(int left, int right, int top, int bottom) {}

  public Frame(int height, Margins margins) {
    this.height = height;
    this.margins = margins;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
  }

  /** One element, written as {@link String#format} has it. */
  public void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** A line of text above the plot, its base at y; style holds attributes such as font-size. */
  public void heading(int y, String style, String text) {
    add("<text x=\"%d\" y=\"%d\" %s>%s</text>", margins.left(), y, style, escape(text));
  }

  /** Where a part of the plot's width lies, 0 at its left and 1 at its right end. */
  public double x(double part) {
    return margins.left() + part * (WIDTH - margins.left() - margins.right());
  }

  /** Where a part of the plot's height lies, 0 at its lower and 1 at its upper end. */
  public double y(double part) {
    return height - margins.bottom() - part * (height - margins.top() - margins.bottom());
  }

  /** A grid line from bottom to top, its label below. */
  public void upright(double x, String colour, String label) {
    add(
        "<path d=\"M%.1f %dV%d\" stroke=\"%s\"/><text x=\"%.1f\" y=\"%d\""
            + " text-anchor=\"middle\">%s</text>",
        x,
        margins.top(),
        height - margins.bottom(),
        colour,
        x,
        height - margins.bottom() + 16,
        label);
  }

  /** A grid line from left to right, its label at the left. */
  public void level(double y, String label) {
    add(
        "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
            + " text-anchor=\"end\">%s</text>",
        margins.left(), y, WIDTH - margins.right(), margins.left() - 6, y + 4.0, label);
  }

  /** What the axes show. */
  public void axes(String xLabel, String yLabel) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (margins.left() + WIDTH - margins.right()) / 2, height - 12, escape(xLabel));
    add(
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (margins.top() + height - margins.bottom()) / 2, escape(yLabel));
  }

  /** Left end of the legend's entries. */
  public int legendX() {
    return WIDTH - margins.right() + 12;
  }

  /** Middle of an entry of the legend. */
  public int legendY(int entry) {
    return margins.top() + 16 + 20 * entry;
  }

  /** The whole picture; nothing may be added after it. */
  public String toSvg() {
    return svg.append("</svg>\n").toString();
  }

  /** Text as it may stand in an element. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
