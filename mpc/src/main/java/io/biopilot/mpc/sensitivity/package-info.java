/**
 * Derivatives of an optimum: how the planned moves change with the state they start from, the
 * model's parameters and the numbers of the goals, and what each of those is worth to a function of
 * the plan.
 *
 * <p>Read {@link io.biopilot.mpc.sensitivity.SolutionSensitivity}. By the implicit function theorem
 * on the optimality conditions ({@link io.biopilot.mpc.nlp.KktSystem}): exact Hessian, held limits
 * as equations, one Riccati factorisation; the model's part is one sweep back over what the exact
 * Hessian left ({@link io.biopilot.mpc.transcription.ParameterDerivatives}), whatever the number of
 * parameters. Where the derivative does not exist the answer says why.
 *
 * <p>Units are those of the quantities: change of a move per change of what is varied. Workspaces
 * belong to one thread. References: Fiacco, Math. Program. 10 (1976) 287; Amos et al.,
 * "Differentiable MPC", NeurIPS 2018; Andersson and Rawlings, IFAC PapersOnLine 51-20 (2018) 331.
 */
@NullMarked
package io.biopilot.mpc.sensitivity;

import org.jspecify.annotations.NullMarked;
