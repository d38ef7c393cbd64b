package io.biopilot.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test once a seed, with the seed as its only argument and in its name. The system property
 * {@code seeds} (for example {@code -Dseeds=42} or {@code -Dseeds=1,2,3}) replaces the declared
 * range, to replay a failing one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.Provider.class)
public @interface Seeds {
  long from() default 1;

  int count() default 10;

  /** Supplies the seeds. */
  final class Provider implements ArgumentsProvider, AnnotationConsumer<Seeds> {
    private long from;
    private int count;

    @Override
    public void accept(Seeds seeds) {
      from = seeds.from();
      count = seeds.count();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      String chosen = System.getProperty("seeds");
      if (chosen != null) {
        return Stream.of(chosen.split(",")).map(s -> Arguments.of(Long.parseLong(s.trim())));
      }
      return LongStream.range(from, from + count).mapToObj(Arguments::of);
    }
  }
}
