/**
 * What drives a batch in {@code biopilot bench loop}: the agent's own controllers, and those that
 * exist only to be compared with.
 *
 * <p>Read {@link io.biopilot.bench.contender.Contender} first. {@code OxygenStat} is how operators
 * feed by hand-tuned control; {@code Insider} looks into the plant: the true state, the true
 * equations ({@code ecoli-true.yaml}, written anew and tested equal to the plant's), or both, under
 * the same control problem as the nominal controller. The agent knows nothing of this package:
 * everything enters by {@link io.biopilot.agent.runtime.Driver}.
 *
 * <p>Units as everywhere: h, L, g, g/L, L/h, % of air saturation.
 */
@NullMarked
package io.biopilot.bench.contender;

import org.jspecify.annotations.NullMarked;
