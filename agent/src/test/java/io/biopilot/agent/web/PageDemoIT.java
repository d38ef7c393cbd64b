package io.biopilot.agent.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.runtime.Demo;
import io.biopilot.testing.RequiresProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a click in a real browser through gate and OPC UA to the pump of the simulated plant. */
@RequiresProgram("chromium")
@Timeout(240)
class PageDemoIT {
  @TempDir Path data;

  @Test
  void batchStartModeChangeAndSetpointOfThePageReachThePlant() throws Exception {
    List<RuntimeException> faults = new CopyOnWriteArrayList<>();
    Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    try (Demo demo =
            Demo.start(
                new Demo.Options(data, 1, "recipe", 60, "none", recorder::after, faults::add),
                Brains::of);
        Chromium chromium = new Chromium()) {
      WebServer server =
          WebServer.start(demo.vertx(), 0, demo.desk(), recorder)
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      Page page = chromium.page(1440, 900, ColorScheme.LIGHT);
      page.navigate("http://localhost:" + server.port() + "/");
      assertThat(page.locator("#linkText")).hasText(Pattern.compile("live, .*"));
      assertThat(page.locator(".strip[data-name=DO] .value"))
          .hasText(
              Pattern.compile("\\d+\\.\\d+"),
              new LocatorAssertions.HasTextOptions().setTimeout(20_000));

      assertThat(demo.plant().status().running()).as("nobody started it yet").isFalse();
      startBatch(page);
      page.waitForCondition(() -> demo.plant().status().running());

      page.locator("[data-mode=MANUAL]").click();
      page.locator("#dialogGo").click();
      assertThat(page.locator(".steps li.done")).hasCount(2);
      page.locator("#dialogCancel").click();
      page.locator("[aria-label='Change Feed']").click();
      page.locator("#valueField").fill("0.021");
      page.locator("#dialogGo").click();
      page.locator("#dialogGo").click();
      assertThat(page.locator(".steps li.done"))
          .hasCount(4, new LocatorAssertions.HasCountOptions().setTimeout(10_000));
      assertThat(demo.plant().status().feedLPerH()).isCloseTo(0.021, within(1e-6));
      page.locator("#dialogCancel").click();

      page.locator("[data-mode=AUTO]").click();
      assertThat(page.locator(".confirm"))
          .containsText("from the set-points in force (Feed 0.0210 L/h)");
      page.locator("#dialogGo").click();
      assertThat(page.locator(".steps li.done")).hasCount(2);
      // The recipe feeds nothing yet; it may go there by 0.03 L/h at most, and not in one bump.
      assertThat(demo.plant().status().feedLPerH()).isBetween(0.0, 0.021 + 1e-6);
      page.locator("#dialogCancel").click();

      page.locator("[data-mode=HOLD]").click();
      page.locator("#dialogGo").click();
      assertThat(page.locator(".steps li.done")).hasCount(2);
      page.locator("#dialogCancel").click();
      assertThat(page.locator(".strip[data-name=Feed] .value"))
          .hasText("0.0000", new LocatorAssertions.HasTextOptions().setTimeout(10_000));
      assertThat(demo.plant().status().feedLPerH()).isZero();
      assertThat(demo.plant().status().truth().unsafeWrites()).isZero();
      assertThat(chromium.complaints()).isEmpty();
      assertThat(faults).isEmpty();
    }
  }

  private static void startBatch(Page page) {
    page.locator("#start").click();
    page.locator("#batchField").fill("B-7");
    page.locator("#dialogGo").click();
    page.locator("#dialogGo").click();
    assertThat(page.locator(".steps li.done")).hasCount(2);
    page.locator("#dialogCancel").click();
    assertThat(page.locator("#batchName")).hasText("B-7");
  }
}
