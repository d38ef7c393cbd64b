/**
 * {@code biopilot bench}: measures what the project claims, beside its peers. Start with {@link
 * io.biopilot.bench.BenchCommand}, to which each area adds its own subcommand.
 */
@NullMarked
package io.biopilot.bench;

import org.jspecify.annotations.NullMarked;
