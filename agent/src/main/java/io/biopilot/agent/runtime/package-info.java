/**
 * The Vert.x shell around the pure loop: verticles that take samples in, run the loop, plan, train,
 * write and store; in real time, or in lock step with a simulator.
 *
 * <p>The shell owns clocks, threads and connections, and decides nothing: every decision is an
 * event given to {@link io.biopilot.agent.loop.ControlLoop} and an effect carried out.
 */
@NullMarked
package io.biopilot.agent.runtime;

import org.jspecify.annotations.NullMarked;
