package dev.holdfast.resource.port;

class InMemoryVenuesTest implements VenuesContract {
  private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

  @Override
  public Venues venues() {
    return catalogue;
  }

  @Override
  public Resources resources() {
    return catalogue;
  }
}
