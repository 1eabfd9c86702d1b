package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.resource.port.VenuesContract;

class PostgresVenuesIT implements VenuesContract {
  @Override
  public Venues venues() {
    return Keepers.venues();
  }

  @Override
  public Resources resources() {
    return Keepers.resources();
  }
}
