package io.biopilot.simulators.serve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which OPC UA clients may come in: exactly the certificates in the trusted places, valid now. The
 * places are read at each connection, so that a client trusted later needs no restart. A refused
 * certificate is kept in {@code rejected/}.
 */
final class ClientTrust implements CertificateValidator {

  private static final Logger LOG = LoggerFactory.getLogger(ClientTrust.class);

  /** Refused certificates that are kept at most, so that strangers cannot fill the disk. */
  private static final int MOST_REJECTED = 100;

  private final Path rejected;
  private final List<Path> places;
  private final Set<X509Certificate> inProcess = ConcurrentHashMap.newKeySet();

  ClientTrust(Path dataDir, List<Path> places) throws IOException {
    Path trusted = Files.createDirectories(dataDir.resolve("trusted"));
    this.rejected = Files.createDirectories(dataDir.resolve("rejected"));
    this.places = new ArrayList<>(places);
    this.places.add(trusted);
  }

  /** Trusts a client of this very process until it ends. */
  void trust(X509Certificate certificate) {
    inProcess.add(certificate);
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain,
      @Nullable String applicationUri,
      @Nullable String @Nullable [] hostnames)
      throws UaException {
    X509Certificate shown = chain.get(0);
    try {
      shown.checkValidity();
    } catch (CertificateException e) {
      throw new UaException(StatusCodes.Bad_CertificateTimeInvalid, e);
    }
    if (!inProcess.contains(shown) && !inPlaces(shown)) {
      Path kept = keep(shown);
      LOG.warn(
          "refused OPC UA client {} with certificate {}: not trusted. If it is yours, move {} to {}",
          shown.getSubjectX500Principal(),
          ServerIdentity.fingerprint(shown),
          kept,
          places.get(places.size() - 1));
      throw new UaException(StatusCodes.Bad_SecurityChecksFailed);
    }
    String named = CertificateUtil.getSanUri(shown).orElse("");
    if (applicationUri != null && !applicationUri.equals(named)) {
      throw new UaException(StatusCodes.Bad_CertificateUriInvalid);
    }
  }

  private boolean inPlaces(X509Certificate shown) {
    for (Path place : places) {
      for (Path file : files(place)) {
        try {
          if (ServerIdentity.certificate(file).equals(shown)) {
            return true;
          }
        } catch (IOException e) {
          LOG.warn("{} is among the trusted clients but unreadable: {}", file, e.getMessage());
        }
      }
    }
    return false;
  }

  private static List<Path> files(Path place) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "*.{der,pem,crt,cer}")) {
        entries.forEach(files::add);
      } catch (IOException e) {
        LOG.warn("cannot list the trusted clients in {}: {}", place, e.getMessage());
      }
    } else if (Files.isRegularFile(place)) {
      files.add(place);
    }
    return files;
  }

  private Path keep(X509Certificate shown) {
    String name = ServerIdentity.fingerprint(shown).replace(":", "").substring(0, 16) + ".der";
    Path file = rejected.resolve(name);
    try (var kept = Files.list(rejected)) {
      if (kept.count() < MOST_REJECTED) {
        Files.write(file, shown.getEncoded());
      }
    } catch (IOException | CertificateEncodingException e) {
      LOG.warn("cannot keep the refused certificate {}: {}", file, e.getMessage());
    }
    return file;
  }
}
