package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.StepControl;
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
import org.jspecify.annotations.Nullable;
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

  /** How the size of the next step follows from the errors of the last ones. */
  enum ControlName {
    PI,
    PID,
    INTEGRAL;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    StepControl control() {
      return switch (this) {
        case PI -> StepControl.pi();
        case PID -> StepControl.pid();
        case INTEGRAL -> StepControl.integral();
      };
    }

    /** Reads a control's name in small letters. */
    static final class Reader implements ITypeConverter<ControlName> {
      @Override
      public ControlName convert(String text) {
        for (ControlName name : values()) {
          if (name.text().equals(text)) {
            return name;
          }
        }
        List<String> known = Stream.of(values()).map(ControlName::text).toList();
        throw new TypeConversionException(
            "'%s' is no step control%s; there are %s"
                .formatted(text, Spelling.suggestion(text, known), String.join(", ", known)));
      }
    }
  }

  /** Steps of a method without step control; beyond it lies a slip, and a wait without end. */
  private static final double MOST_STEPS = 1e8;

  private static final double FINEST = 1e-14;

  @Option(
      names = "--step-control",
      paramLabel = "C",
      converter = ControlName.Reader.class,
      description = "pi, pid or integral (default pi); bdf has its own, euler and rk4 none.")
  private @Nullable ControlName control;

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
   * @param span of the run (h)
   */
  Integrator integrator(MethodName name, double step, double span) {
    Method method = name.method();
    if (control != null && (name == MethodName.BDF || !method.adaptive())) {
      throw new UserError(
          "--step-control %s does not go with --method %s, which %s; leave it out"
              .formatted(
                  control.text(),
                  name.text(),
                  method.adaptive() ? "has its own" : "makes equal steps"));
    }
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
    if (span / step > MOST_STEPS) {
      throw new UserError(
          "--step %s makes %.1e steps of %s h; expected at most %.0e"
              .formatted(step, span / step, span, MOST_STEPS));
    }
    return Integrator.fixed(method, step);
  }

  Integrator integrator(Method method, double rtol) {
    double atol = Double.isNaN(absolute) ? 1e-3 * rtol : absolute;
    if (rtol > 0.0 && rtol < FINEST) {
      throw new UserError(
          "--rtol %s: expected at least %s, double precision has 16 digits"
              .formatted(rtol, FINEST));
    }
    try {
      Integrator usual = Integrator.of(method, Tolerance.of(rtol, atol));
      StepControl chosen = control == null ? usual.control() : control.control();
      return new Integrator(method, chosen, usual.tolerance(), usual.maxSteps());
    } catch (IllegalArgumentException wrong) {
      throw new UserError("--rtol, --atol: " + wrong.getMessage(), wrong);
    }
  }
}
