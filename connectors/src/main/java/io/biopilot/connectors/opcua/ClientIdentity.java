package io.biopilot.connectors.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Period;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * This client's key and self-signed certificate, made once in a directory and kept: {@code
 * client.key} (PKCS #8, readable by its owner only) and {@code client.der}, which a server's
 * administrator may be asked to trust.
 */
record ClientIdentity(KeyPair keys, X509Certificate certificate, Path file) {

  private static final Period VALIDITY = Period.ofYears(10);

  static synchronized ClientIdentity in(Path directory) throws IOException {
    Path keyFile = directory.resolve("client.key");
    Path certificateFile = directory.resolve("client.der");
    try {
      if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
        make(directory, keyFile, certificateFile);
      }
      var spec = new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      var secret = (RSAPrivateCrtKey) factory.generatePrivate(spec);
      var open =
          factory.generatePublic(
              new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
      try (var in = Files.newInputStream(certificateFile)) {
        var certificate =
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        return new ClientIdentity(new KeyPair(open, secret), certificate, certificateFile);
      }
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IOException(
          "%s and %s are not a key and its certificate; delete both to make new ones"
              .formatted(keyFile, certificateFile),
          e);
    }
  }

  String applicationUri() {
    return CertificateUtil.getSanUri(certificate).orElse("urn:biopilot:agent");
  }

  private static void make(Path directory, Path keyFile, Path certificateFile) throws IOException {
    try {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      String host = InetAddress.getLocalHost().getHostName();
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("biopilot agent")
              .setOrganization("biopilot")
              .setApplicationUri("urn:biopilot:agent:" + host)
              .setValidityPeriod(VALIDITY)
              .addDnsName(host)
              .build();
      Files.createDirectories(directory);
      Files.deleteIfExists(keyFile);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.createFile(keyFile, PosixFilePermissions.asFileAttribute(ownerOnly));
      } else {
        Files.createFile(keyFile);
      }
      Files.write(keyFile, keys.getPrivate().getEncoded(), StandardOpenOption.WRITE);
      Files.write(certificateFile, certificate.getEncoded());
    } catch (Exception e) { // Milo's builder declares Exception
      throw new IOException("cannot make a client certificate in " + directory, e);
    }
  }
}
