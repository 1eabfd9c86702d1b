package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.ResourcesContract;
import dev.holdfast.resource.port.Venues;

class PostgresResourcesIT implements ResourcesContract {
  @Override
  public Venues venues() {
    return Keepers.venues();
  }

  @Override
  public Resources resources() {
    return Keepers.resources();
  }

  @Override
  public Recurrences recurrences() {
    return Keepers.RECURRENCES;
  }
}
