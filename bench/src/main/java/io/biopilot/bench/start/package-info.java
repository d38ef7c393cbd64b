/**
 * Where the controllers start from: eight recipe batches of the simulated plant, the models fitted
 * on them, and the recipe that is best on the nominal model. {@code biopilot bench start} makes the
 * files under {@code deploy/models} again.
 *
 * <p>Seeds 1001-1008 and nothing else are used here; what is scored (seeds 1-20) and tuned on
 * (101-120) never is.
 */
@NullMarked
package io.biopilot.bench.start;

import org.jspecify.annotations.NullMarked;
