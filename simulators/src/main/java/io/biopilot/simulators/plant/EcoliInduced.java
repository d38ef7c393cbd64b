package io.biopilot.simulators.plant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The plant {@code ecoli-induced}: fed-batch E. coli with overflow to acetate, oxygen transfer, an
 * inducible product, its burden and the recovery from it.
 *
 * <p>Metabolism after Anane et al. 2017, induction after Lee and Ramirez 1992; {@link Constant}
 * lists what is published and what was chosen. Oxygen transfer kLa = KLA (N/1200)^1.5 (Q/120)^0.4,
 * falling by a tenth at the draw's hour. Temperature and pH are held ideally. A dose comes at once,
 * with the volume of its stock; the pump's gain error acts on the feed only.
 */
public final class EcoliInduced implements Plant {

  public static final String NAME = "ecoli-induced";

  private static final double HOURS_A_SECOND = 1 / 3600.0;
  private static final double TEMPERATURE = 37;
  private static final double ACIDITY = 7;

  /** Allowance (g), so that 0.1 written as ten steps of 0.01 passes. */
  private static final double ROUNDING = 1e-9;

  private static final double TRANSFER_LEFT_AFTER_DROP = 0.9;

  private final Limits limits = Limits.ECOLI_INDUCED;
  private final double[] y = new double[EcoliKinetics.STATES];
  private final double[] before = new double[EcoliKinetics.STATES];
  private final ClassicRungeKutta method = new ClassicRungeKutta(EcoliKinetics.STATES);
  private final OxygenLoop loop = new OxygenLoop();

  private long seed;
  private Draw draw;
  private EcoliKinetics kinetics;
  private ViolationClock violations = new ViolationClock(limits);
  private WriteAudit audit = new WriteAudit(limits);

  private boolean running;
  private boolean loopOn = true;
  private boolean fallback;
  private boolean feeding;
  private long seconds;
  private long doseId;
  private double feedSetpoint;
  private double stirrer = OxygenLoop.LOWEST_STIRRER;
  private double air = OxygenLoop.LOWEST_AIR;
  private double pumped;

  /** An idle reactor, filled with medium and not yet inoculated. */
  public EcoliInduced() {
    this(Draw.nominal());
  }

  EcoliInduced(Draw draw) {
    this.draw = draw;
    this.kinetics = new EcoliKinetics(draw);
    fill();
    y[EcoliKinetics.X] = 0;
  }

  private void fill() {
    Arrays.fill(y, 0);
    y[EcoliKinetics.V] = draw.get(Constant.V0);
    y[EcoliKinetics.X] = draw.get(Constant.X0);
    y[EcoliKinetics.S] = draw.get(Constant.S0);
    y[EcoliKinetics.DOT] = draw.get(Constant.DOT0);
    y[EcoliKinetics.DOTM] = draw.get(Constant.DOT0);
    y[EcoliKinetics.SHOCK] = 1;
    applyTransfer();
  }

  @Override
  public Answer start(long seedOfBatch) {
    if (running) {
      return Answer.NOT_NOW;
    }
    seed = seedOfBatch;
    begin(Draw.of(seedOfBatch));
    return Answer.TAKEN;
  }

  /** Inoculates with given numbers instead of a seed's. */
  void begin(Draw numbers) {
    draw = numbers;
    kinetics = new EcoliKinetics(numbers);
    violations = new ViolationClock(limits);
    audit = new WriteAudit(limits);
    audit.feed(feedSetpoint, 0);
    seconds = 0;
    pumped = 0;
    feeding = false;
    running = true;
    if (loopOn) {
      stirrer = OxygenLoop.LOWEST_STIRRER;
      air = OxygenLoop.LOWEST_AIR;
    }
    loop.takeOver(stirrer, air);
    fill();
  }

  @Override
  public void harvest() {
    running = false;
    feedSetpoint = 0;
  }

  @Override
  public boolean running() {
    return running;
  }

  @Override
  public long batchSeconds() {
    return seconds;
  }

  @Override
  public void advance(int bySeconds) {
    if (bySeconds % PERIOD_SECONDS != 0) {
      throw new IllegalArgumentException(
          "plant time advances in multiples of %d s, not by %d s"
              .formatted(PERIOD_SECONDS, bySeconds));
    }
    for (int done = 0; running && done < bySeconds; done += PERIOD_SECONDS) {
      period();
    }
  }

  private void period() {
    if (loopOn) {
      loop.step(value(Quantity.OXYGEN_AT_PROBE), PERIOD_SECONDS);
      stirrer = loop.stirrer();
      air = loop.air();
    }
    applyTransfer();
    kinetics.feed = feedSetpoint * draw.get(Constant.PUMP_GAIN);
    feeding |= feedSetpoint > 0;
    System.arraycopy(y, 0, before, 0, y.length);
    method.advance(kinetics, y, PERIOD_SECONDS * HOURS_A_SECOND);
    seconds += PERIOD_SECONDS;
    pumped += feedSetpoint * PERIOD_SECONDS * HOURS_A_SECOND;
    violations.count(before, y, feeding, PERIOD_SECONDS);
  }

  private void applyTransfer() {
    double full = draw.get(Constant.KLA);
    double left = batchHours() >= draw.transferDropHours() ? TRANSFER_LEFT_AFTER_DROP : 1;
    kinetics.transfer =
        left
            * full
            * Math.pow(stirrer / OxygenLoop.HIGHEST_STIRRER, 1.5)
            * Math.pow(air / OxygenLoop.HIGHEST_AIR, 0.4);
  }

  @Override
  public Answer set(Input input, double value) {
    if (!input.reaches(value)) {
      audit.refused();
      return Answer.OUT_OF_RANGE;
    }
    switch (input) {
      case FEED -> {
        if (fallback && value > 0) {
          return Answer.NOT_NOW;
        }
        audit.feed(value, seconds);
        feedSetpoint = value;
      }
      case STIRRER -> {
        if (loopOn) {
          return Answer.NOT_NOW;
        }
        stirrer = value;
      }
      case AIR -> {
        if (loopOn) {
          return Answer.NOT_NOW;
        }
        air = value;
      }
    }
    return Answer.TAKEN;
  }

  @Override
  public double setpoint(Input input) {
    return switch (input) {
      case FEED -> feedSetpoint;
      case STIRRER -> stirrer;
      case AIR -> air;
    };
  }

  @Override
  public void oxygenLoop(boolean on) {
    if (on && !loopOn) {
      loop.takeOver(stirrer, air);
    }
    loopOn = on;
  }

  @Override
  public boolean oxygenLoop() {
    return loopOn;
  }

  @Override
  public Answer dose(long id, double grams) {
    if (id <= doseId) {
      return Answer.KNOWN_ID;
    }
    if (!doseable(grams)) {
      return Answer.OUT_OF_RANGE;
    }
    if (fallback || !running) {
      return Answer.NOT_NOW;
    }
    doseId = id;
    audit.dose(grams, seconds);
    add(grams);
    return Answer.TAKEN;
  }

  @Override
  public boolean doseable(double grams) {
    Limits.DoseLimits dose = limits.dose();
    boolean fits = grams >= dose.least() - ROUNDING && grams <= dose.most() + ROUNDING;
    if (!fits) {
      audit.refused();
    }
    return fits;
  }

  /** V ← V + v; each concentration c ← c V / (V + v), and the inducer's gains grams / (V + v). */
  private void add(double grams) {
    double volume = y[EcoliKinetics.V];
    double after = volume + grams / draw.get(Constant.INDUCER_STOCK);
    double share = volume / after;
    y[EcoliKinetics.X] *= share;
    y[EcoliKinetics.S] *= share;
    y[EcoliKinetics.A] *= share;
    y[EcoliKinetics.P] *= share;
    y[EcoliKinetics.I] = y[EcoliKinetics.I] * share + grams / after;
    y[EcoliKinetics.V] = after;
  }

  @Override
  public long lastDoseId() {
    return doseId;
  }

  @Override
  public void fallBack() {
    fallback = true;
    audit.feed(0, seconds);
    feedSetpoint = 0;
  }

  @Override
  public void rearm() {
    fallback = false;
  }

  @Override
  public boolean fallenBack() {
    return fallback;
  }

  @Override
  public double value(Quantity quantity) {
    return switch (quantity) {
      case OXYGEN -> y[EcoliKinetics.DOT];
      case OXYGEN_AT_PROBE -> y[EcoliKinetics.DOTM] + draw.probeDriftPerHour() * batchHours();
      case BIOMASS -> y[EcoliKinetics.X];
      case OXYGEN_UPTAKE -> kinetics.oxygenUptake(y);
      case CARBON_EVOLUTION -> kinetics.carbonEvolution(y);
      case VOLUME -> y[EcoliKinetics.V];
      case TEMPERATURE -> TEMPERATURE;
      case ACIDITY -> ACIDITY;
      case STIRRER -> stirrer;
      case AIR -> air;
      case FEED_RATE -> running ? feedSetpoint : 0;
      case FEED_TOTAL -> pumped;
      case GLUCOSE -> y[EcoliKinetics.S];
      case ACETATE -> y[EcoliKinetics.A];
      case PRODUCT -> y[EcoliKinetics.P];
      case INDUCER -> y[EcoliKinetics.I];
      case ENZYME -> enzyme();
      case SHOCK -> y[EcoliKinetics.SHOCK];
      case RECOVERED -> y[EcoliKinetics.RECOVERED];
    };
  }

  /** e = 1000 P / X (mg/g). */
  private double enzyme() {
    double x = y[EcoliKinetics.X];
    return x > 0 ? 1000 * y[EcoliKinetics.P] / x : 0;
  }

  /** The true states by {@link EcoliKinetics} index; a copy. */
  double[] states() {
    return y.clone();
  }

  @Override
  public Truth truth() {
    double volume = y[EcoliKinetics.V];
    return new Truth(
        batchHours(),
        y[EcoliKinetics.P] * volume,
        y[EcoliKinetics.X] * volume,
        Math.min(violations.lowestOxygen(), y[EcoliKinetics.DOT]),
        violations.minutes(),
        audit.unsafe(),
        pumped * draw.get(Constant.PUMP_GAIN),
        audit.dosed());
  }

  @Override
  public PlantImage image() {
    List<Double> state = new ArrayList<>();
    for (double entry : y) {
      state.add(entry);
    }
    List<Double> control =
        List.of(
            (double) seconds,
            (double) doseId,
            feedSetpoint,
            stirrer,
            air,
            pumped,
            loop.integral(),
            loop.output());
    List<Double> flags = List.of(bit(running), bit(loopOn), bit(fallback), bit(feeding));
    List<Double> seedHalves = List.of((double) (seed >> 32), (double) (seed & 0xFFFFFFFFL));
    return new PlantImage(
        NAME,
        Map.of(
            "seed", seedHalves,
            "state", state,
            "control", control,
            "flags", flags,
            "violations", violations.image(),
            "writes", audit.image()));
  }

  private static double bit(boolean claim) {
    return claim ? 1 : 0;
  }

  @Override
  public void restore(PlantImage image) {
    if (!image.plant().equals(NAME)) {
      throw new IllegalArgumentException(
          "the image is of plant %s, not %s".formatted(image.plant(), NAME));
    }
    List<Double> seedHalves = image.part("seed");
    seed = seedHalves.get(0).longValue() << 32 | seedHalves.get(1).longValue();
    List<Double> flags = image.part("flags");
    running = flags.get(0) > 0;
    loopOn = flags.get(1) > 0;
    fallback = flags.get(2) > 0;
    feeding = flags.get(3) > 0;
    List<Double> control = image.part("control");
    seconds = control.get(0).longValue();
    if (running || seconds > 0) {
      draw = Draw.of(seed);
      kinetics = new EcoliKinetics(draw);
    }
    doseId = control.get(1).longValue();
    feedSetpoint = control.get(2);
    stirrer = control.get(3);
    air = control.get(4);
    pumped = control.get(5);
    loop.restore(control.get(6), control.get(7));
    List<Double> state = image.part("state");
    for (int i = 0; i < y.length; i++) {
      y[i] = state.get(i);
    }
    violations.restore(image.part("violations"));
    audit.restore(image.part("writes"));
    applyTransfer();
  }
}
