/**
 * The command line: {@code biopilot COMMAND}. Start with {@link io.biopilot.agent.cli.Biopilot}.
 *
 * <p>Exit codes: 0 done, 1 the work failed, 2 the call or its input was wrong. A message for the
 * user goes to standard error; results go to standard output. Commands outside this module join
 * through {@link io.biopilot.agent.cli.CommandGroup}.
 */
@NullMarked
package io.biopilot.agent.cli;

import org.jspecify.annotations.NullMarked;
