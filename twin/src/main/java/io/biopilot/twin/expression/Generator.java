package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Program.Step;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns a program into a hidden class that extends {@link Kernel}. It goes away with its last
 * instance.
 */
final class Generator {
  private static final String KERNEL = Kernel.class.getName().replace('.', '/');
  private static final String NAME = KERNEL + "Generated";
  private static final String SIGNATURE = "([D[D[D[D[D[D[D)V";
  private static final int ARRAYS = 7;
  private static final int MOST_STEPS = 200_000;
  private static final int CALLS = 200;
  private static final int INNER = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

  private final List<Step> steps;
  private final Parts parts;
  private final int[] slots;
  private int slotCount;

  private Generator(Program program) {
    steps = program.steps();
    parts = new Parts(program);
    slots = new int[steps.size()];
    Arrays.fill(slots, -1);
    assignSlots();
  }

  /**
   * A kernel made of bytecode; the interpreter for a program beyond 200 000 steps or what a class
   * may hold, and where the JVM lets no class be defined.
   */
  static Kernel kernelOf(Program program) {
    if (program.steps().size() > MOST_STEPS) {
      return new Interpreter(program);
    }
    try {
      byte[] bytes = new Generator(program).classBytes();
      MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Kernel)
          made.findConstructor(made.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (ClassTooLargeException
        | MethodTooLargeException
        | UnsupportedOperationException
        | IllegalAccessException noClass) {
      return new Interpreter(program);
    } catch (Throwable broken) {
      throw new IllegalStateException("generated code was refused by the JVM", broken);
    }
  }

  /** The generated class, for the test of the limit on methods. */
  static byte[] classBytes(Program program) {
    return new Generator(program).classBytes();
  }

  /** A value used in a later part than its own goes there through scratch memory. */
  private void assignSlots() {
    List<List<Integer>> statements = parts.statements();
    for (int part = 0; part < statements.size(); part++) {
      for (int statement : statements.get(part)) {
        markCrossing(statement, part);
      }
    }
  }

  private void markCrossing(int step, int part) {
    for (int k = 0; k < steps.get(step).op().arity(); k++) {
      int operand = steps.get(step).operand(k);
      if (!parts.kept(operand)) {
        markCrossing(operand, part);
      } else if (slots[operand] < 0
          && parts.partOf(operand) >= 0
          && parts.partOf(operand) != part) {
        slots[operand] = slotCount++;
      }
    }
  }

  private byte[] classBytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, NAME, null, KERNEL, null);
    writeConstructor(writer);
    int count = parts.statements().size();
    if (count == 1) {
      writePart(writer.visitMethod(0, "run", SIGNATURE, null, null), 0, 1);
    } else {
      for (int part = 0; part < count; part++) {
        writePart(writer.visitMethod(INNER, "part" + part, SIGNATURE, null, null), part, 0);
      }
      writeRun(writer, count);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void writeConstructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitLdcInsn(slotCount);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, KERNEL, "<init>", "(I)V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** The entry; a call takes up to 17 bytes, so many parts are called by groups. */
  private static void writeRun(ClassWriter writer, int parts) {
    MethodVisitor entry = writer.visitMethod(0, "run", SIGNATURE, null, null);
    if (parts <= CALLS) {
      writeCalls(entry, "part", 0, parts, 1);
      return;
    }
    int groups = (parts + CALLS - 1) / CALLS;
    for (int group = 0; group < groups; group++) {
      MethodVisitor code = writer.visitMethod(INNER, "group" + group, SIGNATURE, null, null);
      writeCalls(code, "part", group * CALLS, Math.min(parts, (group + 1) * CALLS), 0);
    }
    writeCalls(entry, "group", 0, groups, 1);
  }

  private static void writeCalls(
      MethodVisitor code, String name, int from, int to, int firstArray) {
    code.visitCode();
    for (int called = from; called < to; called++) {
      for (int array = 0; array < ARRAYS; array++) {
        code.visitVarInsn(Opcodes.ALOAD, firstArray + array);
      }
      code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, name + called, SIGNATURE, false);
    }
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writePart(MethodVisitor code, int part, int firstArray) {
    code.visitCode();
    new PartWriter(code, steps, parts, slots, firstArray).write(part);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
