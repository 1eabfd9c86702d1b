package dev.holdfast.shared;

import static dev.holdfast.shared.Permission.*;

import java.util.EnumSet;
import java.util.Set;

/** What kind of caller someone is; permissions derive from it and from nothing else. */
public enum Role {
  /** Nobody has signed in. */
  ANONYMOUS(CATALOGUE_READ, USER_CREATE, SESSION_OPEN),
  USER(
      CATALOGUE_READ,
      USER_CREATE,
      SESSION_OPEN,
      PROFILE_READ,
      PROFILE_UPDATE,
      PROFILE_ERASE,
      NOTIFICATION_READ,
      BOOKING_CREATE,
      BOOKING_READ,
      BOOKING_UPDATE,
      BOOKING_CANCEL),
  /** Manages venues: those whose staff they belong to. */
  MANAGER(
      CATALOGUE_READ,
      USER_CREATE,
      SESSION_OPEN,
      PROFILE_READ,
      PROFILE_UPDATE,
      PROFILE_ERASE,
      NOTIFICATION_READ,
      BOOKING_CREATE,
      BOOKING_READ,
      BOOKING_UPDATE,
      BOOKING_CANCEL,
      BOOKING_MANAGE,
      VENUE_UPDATE,
      RESOURCE_MANAGE,
      WEBHOOK_MANAGE),
  /** May do whatever a manager may, in every venue. */
  ADMIN(Permission.values()),
  /** The server itself: sweeps, consumers. */
  SYSTEM(Permission.values());

  @SuppressWarnings("ImmutableEnumChecker") // written once, in the constructor
  private final Set<Permission> permissions;

  Role(Permission... permissions) {
    this.permissions = EnumSet.noneOf(Permission.class);
    this.permissions.addAll(Set.of(permissions));
  }

  /**
   * Whether this role carries the permission. Ownership is another question, asked at the object.
   */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
