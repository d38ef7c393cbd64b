package io.biopilot.agent.runtime;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits on a thread that may, with a bound. */
final class Waiting {

  private static final long SECONDS = 90;

  private Waiting() {}

  /**
   * What the future holds.
   *
   * @throws IOException with the message of what went wrong
   */
  static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = unwrapped(e);
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IOException("nothing happened for %d s".formatted(SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable at = thrown;
    @Nullable Throwable inner = at.getCause();
    while (inner != null
        && (at instanceof ExecutionException || at instanceof CompletionException)) {
      at = inner;
      inner = at.getCause();
    }
    return at;
  }
}
