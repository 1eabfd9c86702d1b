package dev.holdfast.app.supply;

/** A library the server is made of. */
record Component(String group, String name, String version) {
  /** {@code group:name}, without the version. */
  String coordinates() {
    return group + ":" + name;
  }

  @Override
  public String toString() {
    return coordinates() + " " + version;
  }
}
