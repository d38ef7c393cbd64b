package io.biopilot.mpc.control;

import io.biopilot.twin.model.Model;

/**
 * What a robust plan means for one of its scenarios.
 *
 * @param name of the scenario
 * @param model with the scenario's parameters
 * @param plan its inputs, times and states; deviations and active limits are told for the model as
 *     it stands only
 */
public record ScenarioPlan(String name, Model model, Plan plan) {}
