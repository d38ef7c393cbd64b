package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** What a server offers, and which of it this client takes. */
final class Discovery {
  private Discovery() {}

  /** Asks the server; where its address speaks no unsecured discovery, its {@code /discovery}. */
  static List<EndpointDescription> endpoints(String url, Duration patience)
      throws ConnectionFailure {
    try {
      return ask(url, patience);
    } catch (ConnectionFailure first) {
      if (first.getCause() instanceof UaException) {
        try {
          return ask(url.endsWith("/") ? url + "discovery" : url + "/discovery", patience);
        } catch (ConnectionFailure second) {
          first.addSuppressed(second);
        }
      }
      throw first;
    }
  }

  private static List<EndpointDescription> ask(String url, Duration patience)
      throws ConnectionFailure {
    try {
      return DiscoveryClient.getEndpoints(url).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ConnectionFailure.passing(
          "%s does not tell its endpoints: %s".formatted(url, Wording.of(cause)), cause);
    } catch (TimeoutException e) {
      throw ConnectionFailure.passing(
          "%s did not answer within %s s".formatted(url, patience.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConnectionFailure.passing("interrupted while asking " + url, e);
    }
  }

  /** The best allowed endpoint, at the host and port that were asked for. */
  static EndpointDescription choose(
      List<EndpointDescription> offered, String url, List<SecurityChoice> allowed)
      throws ConnectionFailure {
    for (SecurityChoice choice : allowed) {
      Optional<EndpointDescription> best =
          offered.stream()
              .filter(choice::matches)
              .filter(endpoint -> !String.valueOf(endpoint.getEndpointUrl()).endsWith("/discovery"))
              .max(Comparator.comparingInt(e -> e.getSecurityLevel().intValue()));
      if (best.isPresent()) {
        URI asked = URI.create(url);
        return EndpointUtil.updateUrl(best.get(), asked.getHost(), asked.getPort());
      }
    }
    throw ConnectionFailure.permanent(
        "%s offers none of the allowed security choices %s; it offers %s"
            .formatted(url, allowed, describe(offered)));
  }

  private static String describe(List<EndpointDescription> offered) {
    return offered.stream()
        .map(
            endpoint ->
                String.valueOf(endpoint.getSecurityPolicyUri()).replaceFirst(".*#", "")
                    + " "
                    + endpoint.getSecurityMode())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The endpoint must take the kind of login that is configured. */
  static void requireLogin(EndpointDescription endpoint, Login login) throws ConnectionFailure {
    boolean named = login instanceof Login.Password;
    UserTokenType wanted = named ? UserTokenType.UserName : UserTokenType.Anonymous;
    UserTokenPolicy[] policies = endpoint.getUserIdentityTokens();
    if (policies == null || Stream.of(policies).noneMatch(p -> p.getTokenType() == wanted)) {
      throw ConnectionFailure.permanent(
          named
              ? "%s takes no user name and password".formatted(endpoint.getEndpointUrl())
              : "%s lets nobody in without a user name".formatted(endpoint.getEndpointUrl()));
    }
  }

  /** Whether any endpoint is protected, so that its certificate is worth comparing. */
  static boolean isSecure(EndpointDescription endpoint) {
    return !SecurityPolicy.None.getUri().equals(endpoint.getSecurityPolicyUri());
  }
}
