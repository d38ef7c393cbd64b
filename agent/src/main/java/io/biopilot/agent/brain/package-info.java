/**
 * What estimates, plans and learns for one reactor, put together from its configuration: the model
 * with its fitted parameters, the unscented filter, the receding horizon on its goal file or the
 * recipe, the trainer.
 *
 * <p>Start with {@link io.biopilot.agent.brain.Brains}. Everything made here is a value or a
 * workspace of {@code twin} and {@code mpc}; the shell decides on which thread it works.
 */
@NullMarked
package io.biopilot.agent.brain;

import org.jspecify.annotations.NullMarked;
