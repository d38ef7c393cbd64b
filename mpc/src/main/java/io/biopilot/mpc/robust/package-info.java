/**
 * Plans that hold for more than one model: the same problem for several parameter values at once.
 *
 * <p>Read {@link io.biopilot.mpc.robust.ScenarioTree}: scenarios share the first move and part at
 * the first node, and every scenario keeps every limit. {@link io.biopilot.mpc.robust.BackOff} is
 * the cheaper way: one nominal plan whose limits are tightened by what other parameters would make
 * of it. Both are {@link io.biopilot.mpc.nlp.NonlinearProgram}s, solved like any other.
 *
 * <p>Scenarios are {@link io.biopilot.mpc.transcription.MultipleShooting} programs of one problem
 * and one grid with their own parameters: listed values, or the members of an ensemble. Workspaces
 * for one thread; nothing is allocated after construction. References: Lucia, Finkler and Engell,
 * J. Process Control 23 (2013) 1306; Zanelli, Frey, Messerer and Diehl, IFAC PapersOnLine 54-6
 * (2021) 50.
 */
@NullMarked
package io.biopilot.mpc.robust;

import org.jspecify.annotations.NullMarked;
