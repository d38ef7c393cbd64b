package io.biopilot.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Hard limits on size, read off the sources by the compiler's own parser. */
class SourceRulesTest {

  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 7;

  @Test
  void filesMethodsAndSignaturesStaySmall() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).as("sources found").hasSizeGreaterThan(100);
    assertThat(violations(sources)).isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() throws IOException {
    List<String> vague = List.of("util", "utils", "common", "helper", "helpers", "manager");
    List<String> found = new ArrayList<>();
    for (Path source : sources()) {
      String name = source.getFileName().toString().replace(".java", "");
      String folder = source.getParent().getFileName().toString();
      if (vague.contains(folder.toLowerCase(Locale.ROOT))
          || name.matches(".*(Util|Utils|Helper|Helpers|Manager|Impl)")) {
        found.add(source.toString());
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    List<Path> found = new ArrayList<>();
    for (String module :
        List.of("twin", "twin/vector", "mpc", "connectors", "simulators", "agent", "bench")) {
      Path src = root.resolve(module).resolve("src");
      if (Files.isDirectory(src)) {
        try (Stream<Path> files = Files.walk(src)) {
          files.filter(f -> f.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static List<String> violations(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> violations = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new SizeScanner(unit, positions, violations).scan(unit, null);
      }
    }
    return violations;
  }

  /** Collects what is too long. */
  private static final class SizeScanner extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> violations;

    SizeScanner(CompilationUnitTree unit, SourcePositions positions, List<String> violations) {
      this.unit = unit;
      this.positions = positions;
      this.violations = violations;
      long lines = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, unit));
      check(lines, FILE_LINES, "lines in the file", 1);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      LineMap lines = unit.getLineMap();
      long start = lines.getLineNumber(positions.getStartPosition(unit, method));
      long end = lines.getLineNumber(positions.getEndPosition(unit, method));
      check(end - start + 1, METHOD_LINES, "lines in " + method.getName(), start);
      check(method.getParameters().size(), PARAMETERS, "parameters of " + method.getName(), start);
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (type.getKind() == com.sun.source.tree.Tree.Kind.RECORD) {
        // The canonical constructor of a record is its declaration; its components are fields.
        for (var member : type.getMembers()) {
          if (!(member instanceof MethodTree method) || !isCanonical(method)) {
            scan(member, null);
          }
        }
        return null;
      }
      return super.visitClass(type, null);
    }

    private static boolean isCanonical(MethodTree method) {
      return method.getName().contentEquals("<init>")
          && !method.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private void check(long value, int limit, String what, long line) {
      if (value > limit) {
        violations.add(
            "%s:%d has %d %s, at most %d allowed"
                .formatted(unit.getSourceFile().getName(), line, value, what, limit));
      }
    }
  }
}
