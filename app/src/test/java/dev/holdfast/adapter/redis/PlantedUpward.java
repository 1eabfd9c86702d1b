package dev.holdfast.adapter.redis;

import dev.holdfast.app.Holdfast;

/** Breaks the wall around the composition root: nobody imports app. */
public interface PlantedUpward {
  Holdfast app();
}
