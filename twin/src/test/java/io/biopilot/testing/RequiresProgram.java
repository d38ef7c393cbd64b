package io.biopilot.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Says that a test needs an outside program. Where it is not on the PATH (nor in {@code .cache/bin}
 * of the project, nor at the path in the system property {@code program.NAME}) the test is skipped
 * with a message; with {@code -Drequire.external=true}, as in CI, it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresProgram.Condition.class)
public @interface RequiresProgram {
  String value();

  /** Decides whether the test runs. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class)
          .map(RequiresProgram::value)
          .map(Condition::judge)
          .orElse(ConditionEvaluationResult.enabled("no outside program needed"));
    }

    private static ConditionEvaluationResult judge(String program) {
      if (OutsideProgram.find(program).isPresent()) {
        return ConditionEvaluationResult.enabled(program + " is here");
      }
      if (Boolean.getBoolean("require.external")) {
        throw new AssertionError(
            program + " is needed (-Drequire.external) but not on the PATH; .ci/run installs it");
      }
      return ConditionEvaluationResult.disabled(
          program + " is not on the PATH; .ci/run shows how to install it");
    }
  }
}
