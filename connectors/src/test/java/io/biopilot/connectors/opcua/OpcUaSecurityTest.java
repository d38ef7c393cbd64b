package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.connectors.ConnectionFailure;
import io.biopilot.connectors.ConnectionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, who is not, and what the user is told. */
class OpcUaSecurityTest {
  private static TestPlantServer.Identity identity;
  @TempDir Path directory;
  private TestPlant plant;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestPlantServer.Identity.sound();
  }

  @BeforeEach
  void start() throws Exception {
    plant = new TestPlant(directory, identity);
  }

  @AfterEach
  void stop() throws Exception {
    plant.close();
  }

  @Test
  void untrustedServerIsRefusedWithItsFingerprintAndTheLineToRun() throws Exception {
    assertRefused(plant.config(List.of(), TestPlant.login()))
        .contains("is not trusted", plant.fingerprint())
        .contains("biopilot trust " + plant.url() + " --fingerprint " + plant.fingerprint());
  }

  @Test
  void wrongPasswordIsRefusedAtOnceInWords() throws Exception {
    trust();
    assertRefused(plant.config(List.of(), new Login.Password("agent", "guess"::toCharArray)))
        .contains("wrong user name or password", "user agent")
        .doesNotContain("guess");
  }

  @Test
  void anonymousIsRefusedByAServerThatWantsAUser() throws Exception {
    trust();
    assertRefused(plant.config(List.of(), new Login.Anonymous()))
        .contains("lets nobody in without a user name");
  }

  @Test
  void anotherFingerprintStoresNothing() throws Exception {
    String other = plant.fingerprint().replace('A', 'B').replace('1', '2');
    assertThat(OpcUaTrust.trust(plant.url(), other, directory))
        .isInstanceOfSatisfying(
            OpcUaTrust.Refused.class,
            refused -> assertThat(refused.reason()).contains(plant.fingerprint(), other));
    assertThat(directory.resolve("trusted")).doesNotExist();
  }

  @Test
  void fingerprintMayBeTypedWithoutColonsInSmallLetters() {
    String typed = plant.fingerprint().replace(":", "").toLowerCase(Locale.ROOT);
    assertThat(OpcUaTrust.trust(plant.url(), "sha256:" + typed, directory))
        .isInstanceOf(OpcUaTrust.Trusted.class);
  }

  @Test
  void lookShowsTheCertificateAndStoresNothing() {
    assertThat(OpcUaTrust.look(plant.url()))
        .isInstanceOfSatisfying(
            OpcUaTrust.Shown.class,
            shown -> {
              assertThat(shown.certificate().fingerprint()).isEqualTo(plant.fingerprint());
              assertThat(shown.certificate().applicationUri()).isEqualTo(TestPlantServer.URI);
            });
    assertThat(directory.resolve("trusted")).doesNotExist();
  }

  @Test
  void newCertificateAtATrustedAddressIsRefused() throws Exception {
    trust();
    int port = plant.server.port();
    plant.server.close();
    var other = TestPlantServer.Identity.sound();
    plant.server = TestPlantServer.start(port, other, directory);
    assertRefused(plant.config(List.of(), TestPlant.login()))
        .contains("the one trusted so far has " + plant.fingerprint())
        .contains(Fingerprint.of(other.certificate()));
    assertThat(directory.resolve("rejected")).isNotEmptyDirectory();
  }

  @Test
  void certificateTrustedForOneAddressIsWorthNothingAtAnother() throws Exception {
    trust();
    OpcUaConfig config = plant.config(List.of(), TestPlant.login());
    String direct = "opc.tcp://127.0.0.1:%s/plant".formatted(plant.server.port());
    assertRefused(
            new OpcUaConfig(
                direct,
                config.security(),
                config.login(),
                directory,
                config.map(),
                config.timing()))
        .contains("no certificate is trusted for this address yet");
  }

  @Test
  void serverThatDoesNotTrustThisClientIsExplained() throws Exception {
    trust();
    Files.delete(directory.resolve("client.key"));
    assertRefused(plant.config(List.of(), TestPlant.login()))
        .contains("refused this client's certificate", "client.der")
        .contains(Fingerprint.of(ClientIdentity.in(directory).certificate()));
  }

  @Test
  void onlyAllowedSecurityIsTaken() throws Exception {
    trust();
    OpcUaConfig config = plant.config(List.of(), TestPlant.login());
    assertRefused(
            new OpcUaConfig(
                config.url(),
                List.of(SecurityChoice.AES128_SHA256_RSAOAEP),
                config.login(),
                directory,
                config.map(),
                config.timing()))
        .contains("AES128_SHA256_RSAOAEP", "Basic256Sha256 SignAndEncrypt");
  }

  @Test
  void weakCertificatesAreNotTrustedWhoeverAsks() throws Exception {
    Instant now = Instant.now();
    var weak =
        TestPlantServer.Identity.make(
                Period.ofYears(1), 1024, SelfSignedCertificateBuilder.SA_SHA256_RSA)
            .certificate();
    var broken =
        TestPlantServer.Identity.make(
                Period.ofYears(1), 2048, SelfSignedCertificateBuilder.SA_SHA1_RSA)
            .certificate();
    var sound = identity.certificate();
    assertThat(CertificateCheck.faults(sound, TestPlantServer.URI, now)).isEmpty();
    assertThat(CertificateCheck.faults(weak, null, now).toString()).contains("1024 bits");
    assertThat(CertificateCheck.faults(broken, null, now).toString()).contains("SHA1");
    assertThat(CertificateCheck.faults(sound, "urn:other", now).toString()).contains("urn:other");
    assertThat(CertificateCheck.faults(sound, null, now.plus(Duration.ofDays(800))).toString())
        .contains("expired");
    assertThat(CertificateCheck.faults(sound, null, now.minus(Duration.ofDays(800))).toString())
        .contains("valid only from");
  }

  @Test
  void clientKeyIsMadeOnceAndReadableByItsOwnerOnly() throws Exception {
    String first = Fingerprint.of(ClientIdentity.in(directory).certificate());
    assertThat(Fingerprint.of(ClientIdentity.in(directory).certificate())).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(directory.resolve("client.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private void trust() {
    assertThat(OpcUaTrust.trust(plant.url(), plant.fingerprint(), directory))
        .isInstanceOf(OpcUaTrust.Trusted.class);
  }

  private static AbstractStringAssert<?> assertRefused(OpcUaConfig config) throws Exception {
    var connector = new OpcUaConnector(config, InstantSource.system());
    var opened = connector.open().toCompletableFuture();
    assertThatThrownBy(() -> opened.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ConnectionFailure.class);
    assertThat(connector.state()).isInstanceOf(ConnectionState.Closed.class);
    return assertThat(opened.handle((nothing, error) -> error.getMessage()).join());
  }
}
