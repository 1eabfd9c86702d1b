package dev.holdfast.resource.port;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.TimeRange;

class InMemoryOccupancyTest implements OccupancyContract {
  private final InMemoryOccupancy occupancy = new InMemoryOccupancy();
  private final VenueId venue = VenueId.next();

  @Override
  public Occupancy occupancy() {
    return occupancy;
  }

  @Override
  public void take(ResourceId resource, int unit, TimeRange occupied, How how) {
    if (how == How.CONFIRMED || how == How.LIVE_HOLD) {
      occupancy.take(resource, unit, occupied);
    }
  }

  @Override
  public VenueId venue() {
    return venue;
  }
}
