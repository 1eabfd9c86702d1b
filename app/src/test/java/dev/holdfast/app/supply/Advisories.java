package dev.holdfast.app.supply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The known weaknesses of the libraries in use, and which of them are borne with until when. Looked
 * up by people and written down, so that a build needs nothing but the repository.
 *
 * @param asOf the day somebody last looked for new ones
 */
record Advisories(LocalDate asOf, List<Advisory> advisories, List<Exemption> exemptions) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  static Advisories parse(String json) {
    return JSON.readValue(json, Advisories.class);
  }

  /** What has to be mended before this may be shipped; empty when nothing. */
  List<String> problems(List<Component> components, LocalDate today) {
    var problems = new ArrayList<String>();
    for (var component : components) {
      advisories.stream()
          .filter(advisory -> advisory.hits(component) && !isExempt(component, advisory))
          .map(advisory -> sentence(component, advisory))
          .forEach(problems::add);
    }
    for (var exemption : exemptions) {
      if (isDead(exemption, components)) {
        problems.add(exemption + " covers nothing: remove it");
      } else if (today.isAfter(exemption.expires())) {
        problems.add(exemption + " ended on " + exemption.expires() + ": look at it again");
      }
    }
    for (var advisory : advisories) {
      if (components.stream().noneMatch(advisory::isAbout)) {
        problems.add(advisory.id() + " is about nothing in use: misspelt, or not needed any more");
      }
    }
    return problems;
  }

  /** An exemption that has ended is a problem of its own; the weakness is not told twice. */
  private boolean isExempt(Component component, Advisory advisory) {
    return exemptions.stream().anyMatch(exemption -> exemption.covers(advisory, component));
  }

  private boolean isDead(Exemption exemption, List<Component> components) {
    return components.stream()
        .noneMatch(
            component ->
                advisories.stream()
                    .anyMatch(
                        advisory ->
                            advisory.hits(component) && exemption.covers(advisory, component)));
  }

  private static String sentence(Component component, Advisory advisory) {
    return "%s has %s, fixed in %s: %s %s"
        .formatted(
            component, advisory.id(), advisory.fixedIn(), advisory.summary(), advisory.source());
  }
}
