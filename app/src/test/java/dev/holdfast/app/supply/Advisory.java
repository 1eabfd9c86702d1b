package dev.holdfast.app.supply;

import java.util.List;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/**
 * A known weakness of a library.
 *
 * @param packages {@code group:artifact}, or {@code group:*} for all of a group
 * @param affected the versions that have it, as a Maven range: {@code [4.2.0,4.2.18)}
 * @param fixedIn the lowest version of the newest line that does not have it
 */
record Advisory(
    String id,
    List<String> packages,
    String affected,
    String fixedIn,
    String summary,
    String source) {
  Advisory {
    if (contains(affected, fixedIn)) {
      throw new IllegalArgumentException(
          "%s: %s is fixed and yet in %s".formatted(id, fixedIn, affected));
    }
  }

  boolean isAbout(Component component) {
    return packages.contains(component.coordinates())
        || packages.contains(component.group() + ":*");
  }

  boolean hits(Component component) {
    return isAbout(component) && contains(affected, component.version());
  }

  private static boolean contains(String versions, String version) {
    try {
      var range = VersionRange.createFromVersionSpec(versions);
      if (range.getRecommendedVersion() != null) {
        throw new IllegalArgumentException(versions + " is a version; a range has brackets");
      }
      return range.containsVersion(new DefaultArtifactVersion(version));
    } catch (InvalidVersionSpecificationException e) {
      throw new IllegalArgumentException(versions + " is no range of versions", e);
    }
  }
}
