/**
 * The agent as a pure state machine: {@code (state, event) → (next state, effects)}.
 *
 * <p>Start with {@link io.biopilot.agent.loop.Event} (what happened), {@link
 * io.biopilot.agent.loop.Effect} (what is to be done) and {@link
 * io.biopilot.agent.loop.ControlLoop} (what follows from what). Nothing here reads a clock, owns a
 * thread, opens a socket or logs: every event names its reactor and carries its time, and the same
 * events give the same effects, which is what {@code biopilot replay} checks. {@link
 * io.biopilot.agent.loop.View} is the state as people see it; {@link io.biopilot.agent.loop.Desk}
 * is where they speak.
 *
 * <p>Units are canonical: h since batch start, L, g, g/L, L/h, degC, % air saturation.
 */
@NullMarked
package io.biopilot.agent.loop;

import org.jspecify.annotations.NullMarked;
