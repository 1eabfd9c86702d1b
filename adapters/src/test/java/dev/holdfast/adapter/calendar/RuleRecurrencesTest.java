package dev.holdfast.adapter.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.Recurrence;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleRecurrencesTest {
  private static final LocalDate MONDAY = LocalDate.of(2001, 1, 1);

  private static Recurrence rule(String text) {
    return new RuleRecurrences().read(text).orElseThrow();
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "RRULE:FREQ=DAILY",
        "FREQ=HOURLY",
        "FREQ=MINUTELY",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=9,10",
        "FREQ=DAILY;BYMINUTE=1",
        "FREQ=DAILY;BYSECOND=1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=4001",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1001",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=1MO",
        "RSCALE=GREGORIAN;FREQ=YEARLY",
        "FREQ=DAILY;X-A=1"
      })
  void whatIsNoRuleOrTooMuchIsNotRead(String text) {
    assertThat(new RuleRecurrences().read(text)).isEmpty();
  }

  @Test
  void aVeryLongRuleIsNotRead() {
    assertThat(new RuleRecurrences().read("FREQ=YEARLY;BYYEARDAY=" + "1,".repeat(300) + "1"))
        .isEmpty();
  }

  @Test
  void theRuleIsKeptAsItWasWritten() {
    assertThat(rule("FREQ=WEEKLY;BYDAY=MO,TU").rule()).isEqualTo("FREQ=WEEKLY;BYDAY=MO,TU");
    assertThat(rule("FREQ=DAILY")).isEqualTo(rule("FREQ=DAILY"));
  }

  @Test
  void fromIsIncludedAndToIsExcluded() {
    assertThat(rule("FREQ=DAILY").between(MONDAY, day("2027-03-01"), day("2027-03-03")))
        .containsExactly(day("2027-03-01"), day("2027-03-02"));
    assertThat(rule("FREQ=DAILY").between(MONDAY, day("2027-03-01"), day("2027-03-01"))).isEmpty();
  }

  @Test
  void nothingHappensBeforeTheAnchor() {
    assertThat(rule("FREQ=DAILY").between(day("2027-03-02"), day("2027-02-01"), day("2027-03-04")))
        .containsExactly(day("2027-03-02"), day("2027-03-03"));
  }

  @Test
  void everyOtherWeekCountsFromTheAnchor() {
    var rule = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO");
    assertThat(rule.between(day("2027-03-01"), day("2027-03-01"), day("2027-04-01")))
        .containsExactly(day("2027-03-01"), day("2027-03-15"), day("2027-03-29"));
    assertThat(rule.between(day("2027-03-08"), day("2027-03-01"), day("2027-04-01")))
        .containsExactly(day("2027-03-08"), day("2027-03-22"));
  }

  @Test
  void aCountEndsTheRule() {
    var rule = rule("FREQ=WEEKLY;BYDAY=MO;COUNT=2");
    assertThat(rule.between(day("2027-03-01"), day("2027-03-02"), day("2029-01-01")))
        .containsExactly(day("2027-03-08"));
  }

  @Test
  void untilIsTheLastDateWhateverTimeOfDayItNames() {
    for (var until : List.of("20270303", "20270303T000000Z", "20270303T235959Z")) {
      assertThat(
              rule("FREQ=DAILY;UNTIL=" + until)
                  .between(MONDAY, day("2027-03-02"), day("2027-06-01")))
          .containsExactly(day("2027-03-02"), day("2027-03-03"));
    }
  }

  @Test
  void leapDaysAndMonthEndsAreLeftOutWhereThereAreNone() {
    assertThat(
            rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
                .between(MONDAY, day("2027-01-01"), day("2033-01-01")))
        .containsExactly(day("2028-02-29"), day("2032-02-29"));
    assertThat(
            rule("FREQ=MONTHLY;BYMONTHDAY=31")
                .between(MONDAY, day("2027-01-01"), day("2027-06-01")))
        .containsExactly(day("2027-01-31"), day("2027-03-31"), day("2027-05-31"));
    assertThat(
            rule("FREQ=MONTHLY;BYDAY=-1FR").between(MONDAY, day("2027-03-01"), day("2027-05-01")))
        .containsExactly(day("2027-03-26"), day("2027-04-30"));
  }

  @Test
  void aRuleWithoutAnyDateHasNone() {
    var rule = rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    assertThat(rule.between(MONDAY, day("2027-01-01"), day("2028-01-01"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=999",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1",
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=1000",
        "FREQ=DAILY;COUNT=4000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
      })
  void theFarFutureIsAnsweredQuickly(String text) {
    var begun = System.nanoTime();
    rule(text).between(MONDAY, day("9999-01-01"), day("9999-12-31"));
    rule(text).between(LocalDate.of(1, 1, 1), day("9999-01-01"), day("9999-12-31"));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
  }

  /** The short ways (a nearer anchor, kept dates) lead where the long one does. */
  @Test
  void theShortWaysAnswerAsTheLongOne() throws Exception {
    var random = new Random(20270301);
    for (var i = 0; i < 3_000; i++) {
      var text = anyRule(random);
      var rule = rule(text);
      for (var q = 0; q < 3; q++) {
        var anchor = MONDAY.plusDays(random.nextInt(400));
        var from = anchor.plusDays(random.nextInt(3_000) - 50);
        var to = from.plusDays(random.nextInt(100));
        assertThat(rule.between(anchor, from, to))
            .as("%s from %s: %s to %s", text, anchor, from, to)
            .isEqualTo(longWay(text, anchor, from, to));
      }
    }
  }

  private static String anyRule(Random random) {
    var interval = ";INTERVAL=" + (1 + random.nextInt(5));
    var count = random.nextInt(4) == 0 ? ";COUNT=" + (1 + random.nextInt(60)) : "";
    var wkst = random.nextInt(3) == 0 ? ";WKST=SU" : "";
    var options =
        List.of(
            "FREQ=DAILY",
            "FREQ=DAILY;BYDAY=MO,WE,SU",
            "FREQ=DAILY;BYMONTH=3,4",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=SU,MO",
            "FREQ=WEEKLY;BYDAY=TH;BYMONTH=1,12",
            "FREQ=WEEKLY;BYDAY=MO,TU,FR;BYSETPOS=-1",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYDAY=2TU,-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=-1,15",
            "FREQ=YEARLY",
            "FREQ=YEARLY;BYMONTH=6;BYDAY=MO",
            "FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=TU");
    return options.get(random.nextInt(options.size())) + interval + count + wkst;
  }

  private static List<LocalDate> longWay(
      String text, LocalDate anchor, LocalDate from, LocalDate to) throws Exception {
    var iterator =
        new RecurrenceRule(text)
            .iterator(
                new DateTime(anchor.getYear(), anchor.getMonthValue() - 1, anchor.getDayOfMonth()));
    var all = new ArrayList<LocalDate>();
    while (iterator.hasNext()) {
      var next = iterator.nextDateTime();
      var date = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
      if (!date.isBefore(to)) {
        break;
      }
      all.add(date);
    }
    return all.stream().filter(date -> !date.isBefore(from)).toList();
  }

  @Test
  void manyAskAtOnceAndEachIsAnsweredForItself() {
    var rule = rule("FREQ=WEEKLY;BYDAY=MO");
    var wrong =
        Stream.iterate(0, i -> i + 1)
            .limit(20_000)
            .parallel()
            .filter(
                i -> {
                  var from = MONDAY.plusWeeks(i % 977);
                  return !rule.between(MONDAY, from, from.plusDays(3)).equals(List.of(from));
                })
            .count();
    assertThat(wrong).isZero();
  }
}
