package io.biopilot.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. Each has been seen to fail on a planted violation. */
class ArchitectureTest {

  private static final String ROOT = "io.biopilot.";

  /** Packages that read no clock, own no thread, open no socket and log nothing. */
  private static final String[] PURE = {
    ROOT + "twin..",
    ROOT + "mpc..",
    ROOT + "connectors",
    ROOT + "connectors.memory..",
    ROOT + "simulators.plant..",
    ROOT + "simulators.device..",
    ROOT + "simulators.scenario..",
    ROOT + "agent.loop.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.biopilot");

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAPackage(ROOT + ".");
  }

  @Test
  void enoughClassesWereSeen() {
    assertThat(CLASSES.size()).isGreaterThan(200);
  }

  @Test
  void twinUsesNothingElseOfOurs() {
    only("twin", "twin").check(CLASSES);
  }

  @Test
  void mpcUsesTheTwinOnly() {
    only("mpc", "mpc", "twin").check(CLASSES);
  }

  @Test
  void connectorsUseNothingElseOfOurs() {
    only("connectors", "connectors").check(CLASSES);
  }

  @Test
  void simulatorsUseConnectorsAndTheSolversOnly() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "simulators..")
        .should()
        .dependOnClassesThat(
            ours()
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            ROOT + "simulators..",
                            ROOT + "connectors..",
                            ROOT + "twin.ode..",
                            ROOT + "twin.linalg.."))))
        .because("a plant that shares the twin's rate laws would prove nothing")
        .check(CLASSES);
  }

  @Test
  void linearAlgebraUsesNoOtherPackageOfTheTwin() {
    only("twin.linalg", "twin.linalg").check(CLASSES);
  }

  @Test
  void solversUseLinearAlgebraOnly() {
    only("twin.ode", "twin.ode", "twin.linalg").check(CLASSES);
  }

  @Test
  void theGateKnowsNoOptimiser() {
    only("mpc.safety", "mpc.safety", "twin.linalg").check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.biopilot.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void purePackagesReadNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void purePackagesOwnNoThreadOpenNoSocketAndLogNothing() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net", "java.nio.channels", "org.slf4j..", "java.util.logging", "io.vertx..")
        .check(CLASSES);
  }

  @Test
  void randomnessHasASeed() {
    noClasses().should().callConstructor(Random.class).check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void vendorsStayInTheirAdapters() {
    vendor("org.eclipse.milo..", "connectors.opcua..", "simulators.serve..");
    vendor("org.eclipse.paho..", "connectors.mqtt..", "simulators.serve..");
    vendor("com.influxdb..", "connectors.influx..");
    vendor("io.questdb..", "connectors.questdb..");
    vendor("org.apache.activemq..", "simulators.serve..");
    vendor("org.apache.artemis..", "simulators.serve..");
    vendor("io.vertx..", "agent..");
    vendor("picocli..", "agent.cli..", "bench..");
    vendor("org.ejml..", "twin.linalg..", "bench..");
    vendor("org.objectweb.asm..", "twin.expression..");
    vendor("org.snakeyaml..", "twin.model..", "twin.archive..", "mpc.problem..", "agent.config..");
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    classes()
        .that(ours())
        .and()
        .areTopLevelClasses()
        .and()
        .haveSimpleNameNotEndingWith("package-info")
        .should(new BeInANullMarkedPackage())
        .check(CLASSES);
  }

  private static ArchRule only(String from, String... allowed) {
    String[] packages = new String[allowed.length];
    for (int i = 0; i < allowed.length; i++) {
      packages[i] = ROOT + allowed[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + from + "..")
        .should()
        .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAnyPackage(packages))));
  }

  private static void vendor(String vendorPackage, String... adapters) {
    String[] packages = new String[adapters.length];
    for (int i = 0; i < adapters.length; i++) {
      packages[i] = ROOT + adapters[i];
    }
    noClasses()
        .that(ours().and(DescribedPredicate.not(resideInAnyPackage(packages))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(vendorPackage)
        .check(CLASSES);
  }

  /** Every package has a package-info with {@code @NullMarked}. */
  private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {
    BeInANullMarkedPackage() {
      super("be in a package that is @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      boolean marked =
          type.getPackage()
              .tryGetPackageInfo()
              .map(info -> info.isAnnotatedWith(NullMarked.class))
              .orElse(false);
      events.add(
          new SimpleConditionEvent(
              type, marked, type.getPackageName() + " needs a @NullMarked package-info"));
    }
  }
}
