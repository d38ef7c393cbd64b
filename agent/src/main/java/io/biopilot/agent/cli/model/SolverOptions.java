package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Bdf;
import io.biopilot.twin.ode.methods.Euler;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.RungeKutta4;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How accurately to solve. */
final class SolverOptions {
  /** The methods by their names on the command line. */
  enum MethodName {
    AUTO,
    TSIT5,
    RODAS5P,
    KVAERNO5,
    RADAU,
    BDF,
    EULER,
    RK4;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    Method method() {
      return switch (this) {
        case AUTO -> AutoSwitch.of(new Tsit5(), new Rodas5P());
        case TSIT5 -> new Tsit5();
        case RODAS5P -> new Rodas5P();
        case KVAERNO5 -> new Kvaerno5();
        case RADAU -> new RadauIIA5();
        case BDF -> new Bdf();
        case EULER -> new Euler();
        case RK4 -> new RungeKutta4();
      };
    }

    /** Reads a method's name in small letters. */
    static final class Reader implements ITypeConverter<MethodName> {
      @Override
      public MethodName convert(String text) {
        for (MethodName name : values()) {
          if (name.text().equals(text)) {
            return name;
          }
        }
        List<String> known = Stream.of(values()).map(MethodName::text).toList();
        throw new TypeConversionException(
            "'%s' is no method%s; there are %s"
                .formatted(text, Spelling.suggestion(text, known), String.join(", ", known)));
      }
    }
  }

  @Option(
      names = "--rtol",
      paramLabel = "R",
      description = "Relative tolerance (default ${DEFAULT-VALUE}).")
  double relative = 1e-8;

  @Option(
      names = "--atol",
      paramLabel = "A",
      description = "Absolute tolerance, in each state's unit (default: a thousandth of --rtol).")
  double absolute = Double.NaN;

  Integrator integrator(Method method) {
    return integrator(method, relative);
  }

  /**
   * @param step of methods without step control (h); NaN: not given
   */
  Integrator integrator(MethodName name, double step) {
    Method method = name.method();
    if (method.adaptive()) {
      if (!Double.isNaN(step)) {
        throw new UserError(
            "--step %s goes with --method euler or rk4; %s chooses its steps by --rtol and --atol"
                .formatted(step, name.text()));
      }
      return integrator(method);
    }
    if (!(step > 0.0 && step < Double.POSITIVE_INFINITY)) {
      throw new UserError(
          "--method %s makes equal steps: expected --step H with H > 0 (h), got %s"
              .formatted(name.text(), Double.isNaN(step) ? "none" : step));
    }
    return Integrator.fixed(method, step);
  }

  Integrator integrator(Method method, double rtol) {
    double atol = Double.isNaN(absolute) ? 1e-3 * rtol : absolute;
    try {
      return Integrator.of(method, Tolerance.of(rtol, atol));
    } catch (IllegalArgumentException wrong) {
      throw new UserError("--rtol, --atol: " + wrong.getMessage(), wrong);
    }
  }
}
