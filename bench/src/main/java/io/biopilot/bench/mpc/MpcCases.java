package io.biopilot.bench.mpc;

import java.util.List;

/** All subjects, in the order of the table. */
final class MpcCases {
  private MpcCases() {}

  static List<MpcCase> all() {
    return List.of(
        new QpCase(),
        new BioreactorCase(),
        new CstrCase(),
        new GradientCase(),
        new RecordCase(),
        new LeeRamirezCase(),
        new PulseFedCase());
  }
}
