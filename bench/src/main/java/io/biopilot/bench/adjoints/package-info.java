/**
 * {@code biopilot bench adjoints}: every way to differentiate a solve, side by side on the example
 * model with feeds, doses and a network. Prints the table of docs/adjoints.md.
 */
@NullMarked
package io.biopilot.bench.adjoints;

import org.jspecify.annotations.NullMarked;
