/**
 * The last word on every value written: range, rate, dose, volume and freshness. Knows no optimiser
 * and depends on nothing but the values it is shown.
 *
 * <p>Start with {@link io.biopilot.mpc.safety.SafetyGate} and {@link
 * io.biopilot.mpc.safety.Limits}. A ruling never fails: whatever is proposed (not a number, far out
 * of range, too fast, too early), what comes out may be written. What the gate must remember
 * (recent values, totals, the dose under way) is the {@link io.biopilot.mpc.safety.Ledger}, passed
 * in and handed back. This is not a safety function: interlocks that protect people live in the
 * plant.
 *
 * <p>Units: h since batch start, L, g, L/h; other actuators in their canonical unit.
 */
@NullMarked
package io.biopilot.mpc.safety;

import org.jspecify.annotations.NullMarked;
