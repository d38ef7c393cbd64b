package io.biopilot.simulators.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Period;
import java.util.Base64;
import java.util.HexFormat;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * The plant's key and self-signed certificate, for OPC UA and for the broker's TLS. Made once in
 * the data directory and kept: {@code server.key} (PKCS #8, for its owner only) and {@code
 * server.pem}.
 */
record ServerIdentity(KeyPair keys, X509Certificate certificate, Path pem) {

  static final String APPLICATION_URI = "urn:biopilot:simulator";

  private static final Period VALIDITY = Period.ofYears(10);

  /** Host is what clients call this server; loopback names are always in the certificate. */
  static ServerIdentity in(Path directory, String host) throws IOException {
    Path keyFile = directory.resolve("server.key");
    Path pem = directory.resolve("server.pem");
    try {
      if (!Files.exists(keyFile) || !Files.exists(pem)) {
        make(keyFile, pem, host);
      }
      var spec = new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      var secret = (RSAPrivateCrtKey) factory.generatePrivate(spec);
      var open =
          factory.generatePublic(
              new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
      return new ServerIdentity(new KeyPair(open, secret), certificate(pem), pem);
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IOException(
          "%s and %s are not a key and its certificate. Delete both, and new ones are made (clients"
                  .formatted(keyFile, pem)
              + " must then trust the new one)",
          e);
    }
  }

  /** Reads a certificate, DER or PEM. */
  static X509Certificate certificate(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not an X.509 certificate in DER or PEM", e);
    }
  }

  /** SHA-256 of the certificate as people compare it, {@code 3F:A2:…}. */
  String fingerprint() {
    return fingerprint(certificate);
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read cannot be encoded", e);
    }
  }

  /**
   * Writes key and certificate as a PKCS #12 store with a password, for libraries that want one.
   */
  void storeInto(Path file, char[] password) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", keys.getPrivate(), password, new X509Certificate[] {certificate});
      PrivateFile.write(file, out -> store.store(out, password));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot write the key store " + file, e);
    }
  }

  private static void make(Path keyFile, Path pem, String host) throws IOException {
    try {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      SelfSignedCertificateBuilder builder =
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("biopilot simulator")
              .setOrganization("biopilot")
              .setApplicationUri(APPLICATION_URI)
              .setValidityPeriod(VALIDITY)
              .addDnsName("localhost")
              .addIpAddress("127.0.0.1");
      if (host.matches("[0-9.]+|.*:.*")) {
        builder.addIpAddress(host);
      } else {
        builder.addDnsName(host);
      }
      byte[] certificate = builder.build().getEncoded();
      PrivateFile.write(keyFile, out -> out.write(keys.getPrivate().getEncoded()));
      String text =
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate));
      Files.write(pem, text.getBytes(StandardCharsets.US_ASCII));
    } catch (Exception e) { // Milo's builder declares Exception
      throw new IOException("cannot make the server's certificate " + pem, e);
    }
  }
}
