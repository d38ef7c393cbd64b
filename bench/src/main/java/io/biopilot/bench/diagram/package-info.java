/**
 * What the bench's pictures have in common: frame, grid, labels and place of the legend, as SVG.
 */
@NullMarked
package io.biopilot.bench.diagram;

import org.jspecify.annotations.NullMarked;
