package io.biopilot.connectors.opcua;

import io.biopilot.connectors.Quality;
import io.biopilot.testing.FreePort;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.sdk.server.subscriptions.SubscriptionManager;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A small secured server on loopback with the nodes of {@link TestPlantNodes}. */
final class TestPlantServer implements AutoCloseable {
  static final String URI = "urn:biopilot:test:plant";
  static final String USER = "agent";
  static final String PASSWORD = "pump-7-β";

  /** A key and its certificate. */
  record Identity(KeyPair keys, X509Certificate certificate) {
    static Identity make(Period validity, int bits, String algorithm) throws Exception {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(bits);
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("test plant")
              .setApplicationUri(URI)
              .setValidityPeriod(validity)
              .addDnsName("localhost")
              .addIpAddress("127.0.0.1")
              .setSignatureAlgorithm(algorithm)
              .build();
      return new Identity(keys, certificate);
    }

    static Identity sound() throws Exception {
      return make(Period.ofYears(1), 2048, SelfSignedCertificateBuilder.SA_SHA256_RSA);
    }
  }

  private final OpcUaServer server;
  private final TestPlantNodes nodes;
  private final int port;

  private TestPlantServer(OpcUaServer server, TestPlantNodes nodes, int port) {
    this.server = server;
    this.nodes = nodes;
    this.port = port;
  }

  /** Starts one at a free port (0) or a given one; it trusts the client in this directory. */
  static TestPlantServer start(int wanted, Identity identity, Path clientDirectory)
      throws Exception {
    int port = wanted == 0 ? FreePort.find() : wanted;
    var trusted = new MemoryTrustListManager();
    trusted.addTrustedCertificate(ClientIdentity.in(clientDirectory).certificate());
    OpcUaServerConfig config =
        OpcUaServerConfig.builder()
            .setApplicationUri(URI)
            .setApplicationName(LocalizedText.english("test plant"))
            .setProductUri(URI)
            .setEndpoints(endpoints(port, identity.certificate()))
            .setCertificateManager(certificates(identity, trusted))
            .setIdentityValidator(
                new UsernameIdentityValidator(
                    login ->
                        login.getUsername().equals(USER) && login.getPassword().equals(PASSWORD)))
            .build();
    var server =
        new OpcUaServer(
            config,
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    TestPlantNodes nodes = new TestPlantNodes(server);
    nodes.startup();
    server.startup().get(20, TimeUnit.SECONDS);
    return new TestPlantServer(server, nodes, port);
  }

  int port() {
    return port;
  }

  TestPlantNodes nodes() {
    return nodes;
  }

  /** As if their lifetime had run out: the client is told, and nothing comes of them any more. */
  void endSubscriptions() {
    for (Subscription subscription : List.copyOf(server.getSubscriptions().values())) {
      SubscriptionManager manager = subscription.getSubscriptionManager();
      manager.sendStatusChangeNotification(subscription, new StatusCode(StatusCodes.Bad_Timeout));
      manager.removeSubscription(subscription.getId());
      subscription.deleteSubscription();
    }
  }

  static StatusCode status(Quality quality) {
    return switch (quality) {
      case GOOD -> StatusCode.GOOD;
      case UNCERTAIN -> StatusCode.UNCERTAIN;
      case BAD -> StatusCode.BAD;
    };
  }

  @Override
  public void close() throws Exception {
    server.shutdown().get(20, TimeUnit.SECONDS);
    nodes.shutdown();
  }

  private static DefaultCertificateManager certificates(
      Identity identity, MemoryTrustListManager trusted) throws Exception {
    CertificateQuarantine quarantine = new MemoryCertificateQuarantine();
    var factory =
        new RsaSha256CertificateFactory() {
          @Override
          protected KeyPair createRsaSha256KeyPair() {
            return identity.keys();
          }

          @Override
          protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
            return new X509Certificate[] {identity.certificate()};
          }
        };
    return new DefaultCertificateManager(
        quarantine,
        DefaultApplicationGroup.createAndInitialize(
            trusted,
            new MemoryCertificateStore(),
            factory,
            new DefaultServerCertificateValidator(trusted, quarantine)));
  }

  private static Set<EndpointConfig> endpoints(int port, X509Certificate certificate) {
    EndpointConfig.Builder secure =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress("127.0.0.1")
            .setBindPort(port)
            .setHostname("127.0.0.1")
            .setPath("/plant")
            .setCertificate(certificate)
            .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    endpoints.add(
        secure
            .copy()
            .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
            .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
            .build());
    endpoints.add(
        secure
            .copy()
            .setPath("/plant/discovery")
            .setSecurityPolicy(SecurityPolicy.None)
            .setSecurityMode(MessageSecurityMode.None)
            .build());
    return endpoints;
  }
}
