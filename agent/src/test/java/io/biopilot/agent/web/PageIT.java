package io.biopilot.agent.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.biopilot.agent.alarm.Alarm;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.testing.RequiresProgram;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page in a real browser, on a plausible batch in memory. */
@RequiresProgram("chromium")
@Timeout(120)
class PageIT {
  private static Vertx vertx;
  private static Chromium chromium;

  private StoryDesk desk;
  private WebServer server;
  private Page page;

  @BeforeAll
  static void launch() {
    vertx = Vertx.vertx();
    chromium = new Chromium();
  }

  @AfterAll
  static void quit() {
    chromium.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void serve() throws Exception {
    Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    desk = StoryDesk.running(1, 600, recorder);
    server = serve(desk, recorder, 0);
    chromium.complaints().clear();
    page = open(1440, 900, ColorScheme.LIGHT);
  }

  private static WebServer serve(StoryDesk desk, Recorder recorder, int port) throws Exception {
    return WebServer.start(vertx, port, desk, recorder)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    page.close();
    server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Page open(int width, int height, ColorScheme scheme) {
    Page opened = chromium.page(width, height, scheme);
    opened.navigate("http://localhost:" + server.port() + "/");
    assertThat(opened.locator("#batchName")).hasText("B-0001");
    assertThat(opened.locator(".strip canvas")).hasCount(7);
    return opened;
  }

  private Locator mode(String mode) {
    return page.locator("[data-mode=" + mode + "]");
  }

  private void changeMode(String mode) {
    mode(mode).click();
    page.locator("#dialogGo").click();
    assertThat(page.locator(".steps li.done")).hasCount(2);
    page.locator("#dialogCancel").click();
    assertThat(mode(mode)).hasAttribute("aria-pressed", "true");
  }

  @Test
  void thePageIsLiveWithinTwoSecondsAndComplainsOfNothing() {
    long began = System.nanoTime();
    Page fresh = open(1440, 900, ColorScheme.LIGHT);
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
    assertThat(fresh.locator("#linkText")).hasText(Pattern.compile("live, .*"));
    String before = fresh.locator("#utc").textContent();
    desk.tick();
    assertThat(fresh.locator("#utc")).not().hasText(before);
    assertThat(chromium.complaints()).isEmpty();
    fresh.close();
  }

  @Test
  void theBatchIsDrawn() {
    // A strip that drew nothing has one colour only.
    Object inks =
        page.evaluate(
            "() => [...document.querySelectorAll('.strip canvas')].map(c => { const d ="
                + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const seen = new"
                + " Set(); for (let i = 0; i < d.length; i += 4) if (d[i + 3]) seen.add(d[i] << 16"
                + " | d[i + 1] << 8 | d[i + 2]); return seen.size; })");
    assertThat((List<?>) inks)
        .hasSize(7)
        .allSatisfy(colours -> assertThat((Integer) colours).isGreaterThan(20));
  }

  @Test
  void aModeChangeReachesThePlantOnlyAfterConfirmation() {
    mode("HOLD").click();
    assertThat(page.locator("#dialogTitle")).hasText("BR1: AUTO → HOLD");
    page.locator("#dialogCancel").click();
    assertThat(desk.view().mode()).isEqualTo(Mode.AUTO);
    changeMode("HOLD");
    desk.tick();
    assertThat(desk.view().mode()).isEqualTo(Mode.HOLD);
    assertThat(desk.feed()).isZero();
    assertThat(page.locator("#driver")).hasText("on hold: feed and doses are zero");
  }

  @Test
  void aSetpointReachesThePlantAndIsDoneOnReadBackOnly() {
    assertThat(page.locator("[aria-label='Change Feed']")).isDisabled();
    changeMode("MANUAL");
    double before = desk.feed();
    page.locator("[aria-label='Change Feed']").click();
    page.locator("#valueField").fill("0,0425");
    page.locator("#dialogGo").click();
    assertThat(page.locator(".move")).hasText(Pattern.compile(".* → 0.0425 L/h"));
    page.locator("#dialogGo").click();
    assertThat(page.locator(".steps li").nth(1)).hasClass("done");
    assertThat(page.locator(".steps li").nth(2)).hasClass("waiting");
    assertThat(desk.feed()).as("written, not yet taken").isEqualTo(before);
    desk.tick();
    assertThat(page.locator(".steps li.done")).hasCount(4);
    assertThat(desk.feed()).isCloseTo(0.0425, within(1e-12));
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void aSetpointOutsideTheLimitsIsRefusedWithTheReason() {
    changeMode("MANUAL");
    page.locator("[aria-label='Change Feed']").click();
    page.locator("#valueField").fill("0.3");
    page.locator("#dialogGo").click();
    assertThat(page.locator("#dialogError"))
        .hasText("0.3 L/h is above the largest value, 0.15 L/h.");
    page.locator("#valueField").fill("much");
    page.locator("#dialogGo").click();
    assertThat(page.locator("#dialogError")).hasText("\"much\" is not a number.");
  }

  @Test
  void aSetpointThatThePlantDoesNotTakeIsAVisibleFailureAfterFiveSeconds() {
    changeMode("MANUAL");
    desk.becomeDeaf();
    page.locator("[aria-label='Change Feed']").click();
    page.locator("#valueField").fill("0.05");
    page.locator("#dialogGo").click();
    page.locator("#dialogGo").click();
    assertThat(page.locator("#dialogError"))
        .hasText(
            Pattern.compile("Not confirmed within 5 s: .*check the plant.*"),
            new LocatorAssertions.HasTextOptions().setTimeout(8_000));
    assertThat(page.locator(".steps li.failed")).hasCount(1);
  }

  @Test
  void aDeadServerIsShownWithinThreeSecondsAndItsReturnToo() throws Exception {
    assertThat(page.locator("#lost")).isHidden();
    int port = server.port();
    server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(page.locator("#lost"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(3_000));
    assertThat(page.locator("#linkText")).hasText(Pattern.compile("▲ no contact.*"));
    assertThat(page.locator("body")).hasClass(Pattern.compile(".*lost-contact.*"));
    server = serve(desk, new Recorder(BatchRecord.DEFAULT_CAPACITY), port);
    assertThat(page.locator("#lost")).isHidden();
    assertThat(page.locator("#linkText")).hasText(Pattern.compile("live, .*"));
  }

  @Test
  void aBadProbeIsMarkedAndTheEstimateStandsIn() {
    desk.breakOxygenProbe();
    desk.tick();
    Locator strip = page.locator(".strip[data-name=DO]");
    assertThat(strip.locator(".flag")).hasText("▲ bad");
    assertThat(strip.locator(".second")).hasText(Pattern.compile(".*in place of the probe"));
    assertThat(page.locator("#controller")).containsText("estimate in place of Dissolved oxygen");
  }

  @Test
  void anAlarmAppearsWithinASecondAndIsAcknowledged() {
    desk.raise(
        new Alarm(
            "DO.low",
            "BR1",
            Alarm.Priority.HIGH,
            "Dissolved oxygen is 18 %, below 20 %",
            "The controller cuts the feed; look at stirrer and air",
            StoryDesk.INOCULATION,
            null,
            null));
    Locator row = page.locator("#alarms tr");
    assertThat(row)
        .containsText(
            "Dissolved oxygen is 18 %, below 20 %",
            new LocatorAssertions.ContainsTextOptions().setTimeout(1_000));
    assertThat(page.locator("#counts")).containsText("P1 1");
    row.locator("button").click();
    assertThat(row).hasClass(Pattern.compile(".*seen.*"));
    assertThat(row.locator("button")).hasCount(0);
    assertThat(desk.view().alarms().get(0).acknowledged()).isTrue();
  }

  @Test
  void theReasonOfAFallbackIsShownInWords() {
    desk.fallBack("the solver found no feasible plan");
    assertThat(page.locator("#driver")).hasText("the recipe drives until a plan is ready");
    assertThat(page.locator("#driver")).hasClass("driver ");
    assertThat(page.locator("#controller")).containsText("the solver found no feasible plan");
    desk.raise(alarm("controller.fallback", Alarm.Priority.MEDIUM));
    assertThat(page.locator("#driver")).hasText("▲ fallback: the recipe drives");
    assertThat(page.locator("#driver")).hasClass("driver p2");
  }

  private static Alarm alarm(String id, Alarm.Priority priority) {
    return new Alarm(id, "BR1", priority, id, "look", StoryDesk.INOCULATION, null, null);
  }

  /** Pixels of the strip's plot in the colour of the second priority. */
  private int coloured(String strip) {
    Object count =
        page.evaluate(
            "name => { const c = document.querySelector(`.strip[data-name=${name}] canvas`); const"
                + " d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
                + " for (let i = 0; i < d.length; i += 4) if (d[i] === 0x9c && d[i + 1] === 0x3d &&"
                + " d[i + 2] === 0) n++; return n; }",
            strip);
    return (Integer) count;
  }

  @Test
  void aLimitIsColouredOnlyWhileItsAlarmIsActive() {
    assertThat(coloured("DO")).as("nothing is abnormal").isZero();
    desk.raise(alarm("DO.low", Alarm.Priority.HIGH));
    page.waitForCondition(() -> coloured("DO") > 0);
    assertThat(coloured("S")).as("the others stay grey").isZero();
  }

  private Matcher drawn(String strip, String pattern) {
    Locator plot = page.locator(".strip[data-name=" + strip + "] .plot");
    assertThat(plot).hasAttribute("aria-label", Pattern.compile(pattern));
    Matcher words = Pattern.compile(pattern).matcher(plot.getAttribute("aria-label"));
    assertThat(words.matches()).isTrue();
    return words;
  }

  @Test
  void theBandOfUncertaintyReachesFromNowToHarvest() {
    Matcher words =
        drawn(
            "P",
            "Product .*: forecast from (.*) h to (.*) h, then (.*), with 95 % between (.*) and (.*)");
    double now = desk.view().batch().hours();
    assertThat(Double.parseDouble(words.group(1))).isCloseTo(now, within(0.05));
    assertThat(Double.parseDouble(words.group(2)))
        .isCloseTo(desk.view().batch().endHours(), within(0.01));
    double middle = Double.parseDouble(words.group(3));
    assertThat(Double.parseDouble(words.group(4))).isLessThan(middle);
    assertThat(Double.parseDouble(words.group(5))).isGreaterThan(middle);
  }

  @Test
  void plannedFeedAndDosesAreStepsAheadOfNow() {
    Matcher words = drawn("Feed", "Feed .*: planned steps (.*); planned doses (.*)");
    double now = desk.view().batch().hours();
    List<String> steps = List.of(words.group(1).split(", "));
    assertThat(steps).hasSizeGreaterThan(2);
    assertThat(
            Stream.of(words.group(1), words.group(2)).flatMap(text -> Stream.of(text.split(", "))))
        .allSatisfy(
            step ->
                assertThat(Double.parseDouble(step.replaceAll(".* (\\S+) h", "$1")))
                    .isGreaterThan(now - 0.02));
  }

  @Test
  void theExportIsDownloadedAsCsv() throws Exception {
    Download download = page.waitForDownload(() -> page.locator("#export").click());
    assertThat(download.suggestedFilename()).isEqualTo("BR1-B-0001.csv");
    assertThat(Files.readString(download.path())).contains("# batch: B-0001", "DO measured [%]");
  }

  @Test
  void aBatchIsStartedFromThePage() throws Exception {
    page.close();
    close();
    desk = StoryDesk.idle(1);
    server = serve(desk, new Recorder(BatchRecord.DEFAULT_CAPACITY), 0);
    page = chromium.page(1440, 900, ColorScheme.LIGHT);
    page.navigate("http://localhost:" + server.port() + "/");
    page.locator("#start").click();
    page.locator("#batchField").fill("B-2026-7");
    page.locator("#volumeField").fill("2.1");
    page.locator("#biomassField").fill("0.45");
    page.locator("#dialogGo").click();
    page.locator("#dialogGo").click();
    assertThat(page.locator(".steps li.done")).hasCount(2);
    assertThat(desk.view().batch().name()).isEqualTo("B-2026-7");
    assertThat(page.locator("#batchName")).hasText("B-2026-7");
  }

  @Test
  void theModeIsChangedByKeyboardAlone() {
    mode("HOLD").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#dialogGo")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator(".steps li.done")).hasCount(2);
    assertThat(page.locator("#dialogCancel")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#dialog")).isHidden();
    assertThat(mode("HOLD")).isFocused();
    assertThat(desk.view().mode()).isEqualTo(Mode.HOLD);
  }

  @Test
  void axeFindsNothingInLightAndDarkAtThreeWidths() throws Exception {
    desk.breakOxygenProbe();
    desk.fallBack("the solver found no feasible plan");
    desk.tick();
    String axe;
    try (InputStream in = PageIT.class.getResourceAsStream("/axe/axe.min.js")) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1440, 768, 375}) {
        Page opened = open(width, 900, scheme);
        opened.evaluate(axe);
        Object found =
            opened.evaluate(
                "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                    + " 'wcag22aa'] })).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target"
                    + " + ' ' + n.failureSummary).join(' | '))");
        assertThat((List<?>) found).as("%s at %d px", scheme, width).isEmpty();
        Object overflow =
            opened.evaluate("() => document.documentElement.scrollWidth - window.innerWidth");
        assertThat((Integer) overflow).as("%d px wide", width).isLessThanOrEqualTo(0);
        opened.close();
      }
    }
  }
}
