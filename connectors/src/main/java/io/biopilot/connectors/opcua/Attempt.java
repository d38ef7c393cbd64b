package io.biopilot.connectors.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.biopilot.connectors.ConnectionFailure;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/** One attempt to connect, from discovery to a subscription; what it began it also ends. */
final class Attempt {
  private final OpcUaConfig config;
  private final Link.Receiver receiver;

  Attempt(OpcUaConfig config, Link.Receiver receiver) {
    this.config = config;
    this.receiver = receiver;
  }

  Link connect() throws ConnectionFailure {
    List<EndpointDescription> offered =
        Discovery.endpoints(config.url(), config.timing().connect());
    EndpointDescription endpoint = Discovery.choose(offered, config.url(), config.security());
    ServerTrust trust = new ServerTrust(new TrustStore(config.directory()), config.url());
    boolean secure = Discovery.isSecure(endpoint);
    if (secure) {
      trust.require(endpoint);
    }
    Discovery.requireLogin(endpoint, config.login());
    ClientIdentity identity = identity();
    OpcUaClient client = client(endpoint, identity, trust, secure);
    boolean standing = false;
    try {
      client.connectAsync().get(config.timing().connect().toMillis(), TimeUnit.MILLISECONDS);
      Link link = Link.over(client, config, receiver);
      standing = true;
      return link;
    } catch (TimeoutException e) {
      throw ConnectionFailure.passing(
          "%s accepted the connection but gave no session within %s s"
              .formatted(config.url(), config.timing().connect().toSeconds()),
          e);
    } catch (ExecutionException | CompletionException | UaException e) {
      throw explain(e, identity);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConnectionFailure.passing("interrupted while connecting to " + config.url(), e);
    } finally {
      if (!standing) {
        var unused = client.disconnectAsync(); // else Milo would retry for ever
      }
    }
  }

  private ClientIdentity identity() throws ConnectionFailure {
    try {
      return ClientIdentity.in(config.directory());
    } catch (IOException e) {
      throw ConnectionFailure.permanent(String.valueOf(e.getMessage()), e);
    }
  }

  private OpcUaClient client(
      EndpointDescription endpoint, ClientIdentity identity, ServerTrust trust, boolean secure)
      throws ConnectionFailure {
    var builder =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english("biopilot agent"))
            .setApplicationUri(identity.applicationUri())
            .setIdentityProvider(login(trust))
            .setRequestTimeout(uint(config.timing().request().toMillis()))
            .setSessionTimeout(uint(30_000))
            .setKeepAliveInterval(
                uint(5_000)) // the supervisor looks at publishing, which is faster
            .setKeepAliveTimeout(uint(5_000))
            .setKeepAliveFailuresAllowed(uint(1));
    if (secure) {
      builder
          .setKeyPair(identity.keys())
          .setCertificate(identity.certificate())
          .setCertificateChain(new X509Certificate[] {identity.certificate()})
          .setCertificateValidator(trust);
    }
    try {
      // A socket that is given up is reset, so that the kernel does not deliver its old writes.
      return OpcUaClient.create(
          builder.build(),
          transport ->
              transport
                  .setConnectTimeout(uint(config.timing().connect().toMillis()))
                  .setBootstrapCustomizer(b -> b.option(ChannelOption.SO_LINGER, 0)));
    } catch (UaException e) {
      throw ConnectionFailure.permanent("cannot make a client: " + Wording.of(e), e);
    }
  }

  private IdentityProvider login(ServerTrust trust) {
    if (config.login() instanceof Login.Password password) {
      return new UsernameProvider(
          password.user(), () -> utf8(password.password().get()), trust, this::tokenPolicy);
    }
    return AnonymousProvider.INSTANCE;
  }

  /** A policy that is empty is the endpoint's own; a broken or open one is never taken. */
  private UserTokenPolicy tokenPolicy(List<UserTokenPolicy> offered) {
    return offered.stream()
        .filter(
            policy ->
                policy.getSecurityPolicyUri() == null
                    || policy.getSecurityPolicyUri().isEmpty()
                    || config.security().stream()
                        .anyMatch(choice -> choice.uri().equals(policy.getSecurityPolicyUri())))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the server takes passwords only under "
                        + offered.stream().map(UserTokenPolicy::getSecurityPolicyUri).toList()));
  }

  private static byte[] utf8(char[] secret) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes).rewind();
    while (encoded.hasRemaining()) {
      encoded.put((byte) 0);
    }
    Arrays.fill(secret, '\0');
    return bytes;
  }

  private ConnectionFailure explain(Exception error, ClientIdentity identity) {
    long code =
        UaException.extractStatusCode(error)
            .map(StatusCode::getValue)
            .orElse(StatusCodes.Bad_Timeout);
    String why = Wording.of(error);
    if (code == StatusCodes.Bad_UserAccessDenied
        || code == StatusCodes.Bad_IdentityTokenRejected
        || code == StatusCodes.Bad_IdentityTokenInvalid) {
      return ConnectionFailure.permanent(
          "%s refused the login of %s: wrong user name or password, or no right to log in (%s)"
              .formatted(config.url(), config.login(), why),
          error);
    }
    if (code == StatusCodes.Bad_SecurityChecksFailed
        || new StatusCode(code).isSecurityError()
        || code == StatusCodes.Bad_CertificateUntrusted) {
      return ConnectionFailure.permanent(
          "%s refused this client's certificate (%s); let its administrator trust %s, SHA-256 fingerprint %s"
              .formatted(
                  config.url(), why, identity.file(), Fingerprint.of(identity.certificate())),
          error);
    }
    return ConnectionFailure.passing("%s: %s".formatted(config.url(), why), error);
  }
}
