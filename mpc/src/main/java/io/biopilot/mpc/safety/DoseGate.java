package io.biopilot.mpc.safety;

import io.biopilot.mpc.safety.Ledger.Account;
import io.biopilot.mpc.safety.Ruling.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the gate that rules on doses. */
final class DoseGate {

  private final Limits limits;

  DoseGate(Limits limits) {
    this.limits = limits;
  }

  /**
   * @param stop why nothing may be given; empty if it may
   * @param room litres that still fit
   */
  record Asked(Proposal proposal, String stop, PlantView now, double room) {}

  Ruling rule(Ledger ledger, Map<String, Double> levels, List<Change> changes, Asked asked) {
    List<Dose> given = new ArrayList<>();
    Ledger next = ledger;
    double room = asked.room();
    for (DoseLimit limit : limits.doses()) {
      Account account = settled(limit, next.account(limit.doser()), asked);
      Dose again = again(limit, account, asked);
      if (again != null) {
        given.add(again);
        account =
            new Account(
                account.total(), again.id(), next.time(), new Account.Pending(again, next.time()));
      }
      Dose wish = wish(asked.proposal(), limit.doser());
      if (wish != null) {
        Judged judged = judge(limit, account, wish.amount(), asked, next.time(), room);
        if (judged.amount() > 0) {
          Dose dose = new Dose(limit.doser(), newId(limit, account, asked.now()), judged.amount());
          given.add(dose);
          room -= dose.amount() * limit.volumePerAmount();
          next = filled(next, dose.amount() * limit.volumePerAmount());
          account =
              new Account(
                  account.total() + dose.amount(),
                  dose.id(),
                  next.time(),
                  new Account.Pending(dose, next.time()));
        }
        if (!judged.reason().isEmpty()) {
          changes.add(new Change(limit.doser(), wish.amount(), judged.amount(), judged.reason()));
        }
      }
      next = next.withAccount(limit.doser(), account);
    }
    return new Ruling(next, levels, given, changes);
  }

  private record Judged(double amount, String reason) {}

  private static Ledger filled(Ledger ledger, double litres) {
    return new Ledger(ledger.time(), ledger.volume() + litres, ledger.tracks(), ledger.accounts());
  }

  private static @Nullable Dose wish(Proposal proposal, String doser) {
    for (Dose dose : proposal.doses()) {
      if (dose.doser().equals(doser)) {
        return dose;
      }
    }
    return null;
  }

  /**
   * The account after the read-back was looked at: a dose that was run is no longer pending; one
   * that was not, and may not be sent again, is given up and its id never used again.
   */
  private static Account settled(DoseLimit limit, Account account, Asked asked) {
    Account.Pending pending = account.pending();
    if (pending == null) {
      return account;
    }
    PlantView.ReadBack back = asked.now().executed().get(limit.doser());
    if (back != null && back.lastId() >= pending.dose().id()) {
      return new Account(account.total(), account.lastId(), account.lastTime(), null);
    }
    if (notRun(limit, pending, back) && !asked.stop().isEmpty()) {
      double total = Math.max(0, account.total() - pending.dose().amount());
      return new Account(total, account.lastId(), account.lastTime(), null);
    }
    return account;
  }

  /** The same dose under the same id, if the plant says clearly that it did not run it. */
  private static @Nullable Dose again(DoseLimit limit, Account account, Asked asked) {
    Account.Pending pending = account.pending();
    PlantView.ReadBack back = asked.now().executed().get(limit.doser());
    return pending != null && asked.stop().isEmpty() && notRun(limit, pending, back)
        ? pending.dose()
        : null;
  }

  private static boolean notRun(
      DoseLimit limit, Account.Pending pending, PlantView.@Nullable ReadBack back) {
    return back != null
        && back.lastId() < pending.dose().id()
        && back.time() > pending.sent() + limit.confirmAfter();
  }

  private static long newId(DoseLimit limit, Account account, PlantView now) {
    PlantView.ReadBack back = now.executed().get(limit.doser());
    return Math.max(account.lastId(), back == null ? 0 : back.lastId()) + 1;
  }

  private static Judged judge(
      DoseLimit limit, Account account, double amount, Asked asked, double time, double room) {
    if (!Double.isFinite(amount) || amount <= 0) {
      return new Judged(0, amount == 0 ? "" : "%s g is no dose".formatted(amount));
    }
    if (!asked.stop().isEmpty()) {
      return new Judged(0, asked.stop());
    }
    if (account.pending() != null) {
      return new Judged(0, "dose %d is not read back yet".formatted(account.pending().dose().id()));
    }
    if (asked.now().executed().get(limit.doser()) == null) {
      return new Judged(0, "the plant has not said yet which dose it ran last");
    }
    if (time - account.lastTime() < limit.spacing() - SafetyGate.EPSILON) {
      return new Judged(0, "doses must be at least %.0f min apart".formatted(limit.spacing() * 60));
    }
    double left = limit.budget() - account.total();
    double most =
        Math.min(left, limit.volumePerAmount() > 0 ? room / limit.volumePerAmount() : left);
    double rounded = limit.rounded(Math.min(amount, most));
    if (rounded == 0) {
      return new Judged(
          0,
          amount < limit.minimum()
              ? "the smallest dose is %s g".formatted(limit.minimum())
              : "%.3g g of %s g are left".formatted(Math.max(0, left), limit.budget()));
    }
    String reason =
        Math.abs(rounded - amount) <= SafetyGate.EPSILON
            ? ""
            : "doses are %s to %s g in steps of %s g, %.3g g are left"
                .formatted(limit.minimum(), limit.maximum(), limit.step(), left);
    return new Judged(rounded, reason);
  }
}
