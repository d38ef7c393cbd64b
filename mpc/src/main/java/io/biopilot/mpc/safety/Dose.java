package io.biopilot.mpc.safety;

/**
 * An amount to be given at once.
 *
 * @param doser configured name, e.g. {@code Inducer}
 * @param id increasing; the plant runs each id once. 0 in a proposal: the gate gives the id
 * @param amount in the doser's unit (g)
 */
public record Dose(String doser, long id, double amount) {}
