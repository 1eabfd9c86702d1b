package dev.holdfast.adapter.redis;

import dev.holdfast.adapter.postgres.Database;

/** Breaks the wall between adapters: no technology knows another. */
public interface PlantedAdapter {
  Database database();
}
