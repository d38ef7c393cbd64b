/**
 * Solving structured optimisation problems: the quadratic program of one Newton step, and the
 * nonlinear program it approximates.
 *
 * <p>Read {@link io.biopilot.mpc.nlp.StageShape} and {@link io.biopilot.mpc.nlp.StageQp} first:
 * stages 0..N with variables z = [x | u], a fixed first state, linear transitions, bounds and rows,
 * each of which may be softened exactly. {@link io.biopilot.mpc.nlp.QpSolver} is the seam; {@link
 * io.biopilot.mpc.nlp.StageQpSolver} guesses the limits that bind and corrects the guess, with
 * {@link io.biopilot.mpc.nlp.InteriorPoint}, one Riccati factorisation a step, where the set does
 * not settle; {@link io.biopilot.mpc.nlp.CondensedNewton} and the baseline {@link
 * io.biopilot.mpc.nlp.ProjectedGradient} know limits of controls only. {@link
 * io.biopilot.mpc.nlp.NonlinearProgram} is what {@link io.biopilot.mpc.nlp.SqpSolver} needs to know
 * of a control problem. {@link io.biopilot.mpc.nlp.KktSystem} differentiates a solution. Stages may
 * form a tree.
 *
 * <p>Nothing is allocated in an iteration. Workspaces belong to one thread. All quantities are
 * those of the caller (scaled or not); residuals are maxima of absolute values. A failure is a
 * {@link io.biopilot.mpc.nlp.Status}.
 *
 * <p>References: Rao, Wright and Rawlings, J. Optim. Theory Appl. 99 (1998) 723; Mehrotra, SIAM J.
 * Optim. 2 (1992) 575; Frison and Diehl, IFAC PapersOnLine 53-2 (2020) 6563; Bertsekas, SIAM J.
 * Control Optim. 20 (1982) 221; Hintermüller, Ito and Kunisch, SIAM J. Optim. 13 (2002) 865;
 * Wächter and Biegler, Math. Program. 106 (2006) 25.
 */
@NullMarked
package io.biopilot.mpc.nlp;

import org.jspecify.annotations.NullMarked;
