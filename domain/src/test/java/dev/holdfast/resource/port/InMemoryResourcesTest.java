package dev.holdfast.resource.port;

import dev.holdfast.resource.FakeRecurrences;

class InMemoryResourcesTest implements ResourcesContract {
  private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

  @Override
  public Venues venues() {
    return catalogue;
  }

  @Override
  public Resources resources() {
    return catalogue;
  }

  @Override
  public Recurrences recurrences() {
    return new FakeRecurrences();
  }
}
