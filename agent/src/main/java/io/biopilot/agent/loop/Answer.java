package io.biopilot.agent.loop;

/**
 * What became of a person's command.
 *
 * @param command id of the {@link OperatorCommand}
 * @param done false if refused
 * @param message in words: what was done, or why not and what to do instead
 */
public record Answer(long command, boolean done, String message) {}
