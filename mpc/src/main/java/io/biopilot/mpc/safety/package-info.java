/**
 * The last word on every value written: range, rate, dose, volume and freshness. Knows no optimiser
 * and depends on nothing but the values it is shown.
 */
@NullMarked
package io.biopilot.mpc.safety;

import org.jspecify.annotations.NullMarked;
