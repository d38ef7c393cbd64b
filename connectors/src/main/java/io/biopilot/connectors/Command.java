package io.biopilot.connectors;

import java.util.Map;

/**
 * Something done once, by its id: a dose, a start, a re-arming. The plant runs each id once.
 *
 * @param reactor e.g. {@code BR1}
 * @param name configured name, e.g. {@code Inducer.Dose}, {@code Start}
 * @param id chosen by the agent, never reused in a batch; increasing
 * @param arguments by configured argument name, canonical units, e.g. {@code amount} (g)
 */
public record Command(String reactor, String name, long id, Map<String, Double> arguments) {
  public Command {
    arguments = Map.copyOf(arguments);
  }
}
