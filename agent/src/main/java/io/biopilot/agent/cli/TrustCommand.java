package io.biopilot.agent.cli;

import io.biopilot.connectors.opcua.OpcUaTrust;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code biopilot trust}: first contact with an OPC UA server. */
@Command(
    name = "trust",
    description = {
      "Shows the certificate of an OPC UA server, and trusts it if you give its fingerprint.",
      "Compare the fingerprint with the one shown at the server itself."
    },
    mixinStandardHelpOptions = true)
final class TrustCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "e.g. opc.tcp://127.0.0.1:4840/biopilot")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String url;

  @Option(names = "--fingerprint", paramLabel = "SHA256", description = "as read at the server")
  private @Nullable String fingerprint;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      description = "the configuration's connections.opcua.pki (data/pki)")
  private Path pki = Path.of("data", "pki");

  @Override
  public Integer call() {
    OpcUaTrust.Answer answer =
        fingerprint == null ? OpcUaTrust.look(url) : OpcUaTrust.trust(url, fingerprint, pki);
    PrintWriter out = spec.commandLine().getOut();
    if (answer instanceof OpcUaTrust.Refused refused) {
      throw new UserError(refused.reason());
    }
    if (answer instanceof OpcUaTrust.Trusted trusted) {
      out.println("trusted from now on; kept in " + trusted.file());
    } else if (answer instanceof OpcUaTrust.Shown shown) {
      show(out, shown.certificate());
    }
    out.flush();
    return 0;
  }

  private void show(PrintWriter out, OpcUaTrust.ServerCertificate certificate) {
    out.println("subject      " + certificate.subject());
    out.println("application  " + certificate.applicationUri());
    out.println("valid        " + certificate.notBefore() + " to " + certificate.notAfter());
    out.println("fingerprint  " + certificate.fingerprint());
    certificate.faults().forEach(fault -> out.println("fault        it " + fault));
    out.println(
        "not trusted yet; if the fingerprint is the one shown at the server: biopilot trust "
            + url
            + " --fingerprint "
            + certificate.fingerprint()
            + " --pki "
            + pki);
  }
}
