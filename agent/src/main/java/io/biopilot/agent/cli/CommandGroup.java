package io.biopilot.agent.cli;

/**
 * A command contributed by another module, found by {@link java.util.ServiceLoader}: {@code bench}
 * joins the launcher this way without the agent knowing it.
 */
public interface CommandGroup {

  /**
   * A fresh picocli-annotated command object, e.g. one annotated {@code @Command(name = "bench")}.
   */
  Object command();
}
