package io.biopilot.simulators.serve;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.biopilot.simulators.serve.SimulatorConfig.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerDiagnosticsTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * The OPC UA server: SignAndEncrypt with Basic256Sha256 and a user name, or nothing. Only the
 * discovery endpoint, which the standard wants, is open.
 */
final class PlantOpcUa {

  private static final String PATH = "/biopilot";
  private static final long PATIENCE_SECONDS = 20;

  private final OpcUaServer server;
  private final String url;

  private PlantOpcUa(OpcUaServer server, String url) {
    this.server = server;
    this.url = url;
  }

  /** Who the server is and who may come in. */
  record Gatekeeping(ServerIdentity identity, ClientTrust trust, String user, Password password) {}

  static PlantOpcUa create(Address address, Gatekeeping security, EarlyTimers timers)
      throws IOException {
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
    OpcUaServerConfig config =
        OpcUaServerConfig.builder()
            .setApplicationUri(ServerIdentity.APPLICATION_URI)
            .setProductUri(ServerIdentity.APPLICATION_URI)
            .setApplicationName(LocalizedText.english("biopilot simulator"))
            .setBuildInfo(
                new BuildInfo(
                    ServerIdentity.APPLICATION_URI,
                    "biopilot",
                    "simulator",
                    OpcUaServer.SDK_VERSION,
                    "",
                    DateTime.now()))
            .setEndpoints(endpoints(address, security.identity().certificate()))
            .setCertificateManager(certificates(security))
            .setIdentityValidator(
                new UsernameIdentityValidator(
                    asked ->
                        security.user().equals(asked.getUsername())
                            && security.password().matches(asked.getPassword())))
            .setLimits(new Caps())
            .setScheduledExecutor(timers)
            .build();
    OpcUaServer server =
        new OpcUaServer(
            config,
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    return new PlantOpcUa(
        server, "opc.tcp://%s:%d%s".formatted(hostname(address), address.port(), PATH));
  }

  /** What clients call this server. */
  static String hostname(Address address) {
    if (!address.host().equals("0.0.0.0")) {
      return address.host();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Set<EndpointConfig> endpoints(Address address, X509Certificate certificate) {
    UserTokenPolicy userName =
        new UserTokenPolicy(
            "username", UserTokenType.UserName, null, null, SecurityPolicy.Basic256Sha256.getUri());
    EndpointConfig.Builder base =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress(address.host())
            .setBindPort(address.port())
            .setHostname(hostname(address))
            .setCertificate(certificate)
            .addTokenPolicies(userName);
    EndpointConfig secured =
        base.copy()
            .setPath(PATH)
            .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
            .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
            .build();
    EndpointConfig discovery =
        base.copy()
            .setPath(PATH + "/discovery")
            .setSecurityPolicy(SecurityPolicy.None)
            .setSecurityMode(MessageSecurityMode.None)
            .build();
    return Set.of(secured, discovery);
  }

  private static CertificateManager certificates(Gatekeeping security) throws IOException {
    ServerIdentity identity = security.identity();
    RsaSha256CertificateFactory factory =
        new RsaSha256CertificateFactory() {
          @Override
          protected KeyPair createRsaSha256KeyPair() {
            return identity.keys();
          }

          @Override
          protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
            return new X509Certificate[] {identity.certificate()};
          }
        };
    MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
    try {
      DefaultApplicationGroup group =
          DefaultApplicationGroup.createAndInitialize(
              new MemoryTrustListManager(),
              new MemoryCertificateStore(),
              factory,
              security.trust());
      return new DefaultCertificateManager(quarantine, group);
    } catch (Exception e) { // Milo declares Exception
      throw new IOException("cannot set up the OPC UA server's certificate", e);
    }
  }

  OpcUaServer server() {
    return server;
  }

  String url() {
    return url;
  }

  /** Opens the port. */
  void start() throws IOException {
    try {
      server.startup().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the OPC UA server %s did not start".formatted(url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the OPC UA server started", e);
    }
    // Diagnostics would show other sessions' addresses and names to every user.
    server
        .getAddressSpaceManager()
        .getManagedNode(NodeIds.Server_ServerDiagnostics)
        .filter(ServerDiagnosticsTypeNode.class::isInstance)
        .map(ServerDiagnosticsTypeNode.class::cast)
        .ifPresent(
            node -> {
              node.setEnabledFlag(false);
              var readOnly = AccessLevel.toValue(AccessLevel.CurrentRead);
              node.getEnabledFlagNode().setAccessLevel(readOnly);
              node.getEnabledFlagNode().setUserAccessLevel(readOnly);
            });
  }

  void stop() {
    try {
      server.shutdown().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the OPC UA server did not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Milo's own limits are mostly "as many as an int can count". */
  private static final class Caps implements OpcUaServerConfigLimits {
    @Override
    public UInteger getMaxSessions() {
      return uint(20);
    }

    @Override
    public UInteger getMaxSubscriptions() {
      return uint(40);
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
      return uint(10);
    }

    @Override
    public UInteger getMaxMonitoredItems() {
      return uint(20_000);
    }

    @Override
    public UInteger getMaxMonitoredItemsPerSession() {
      return uint(2_000);
    }

    @Override
    public UInteger getMaxNodesPerRead() {
      return uint(1_000);
    }

    @Override
    public UInteger getMaxNodesPerWrite() {
      return uint(1_000);
    }
  }
}
