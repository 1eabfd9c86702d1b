/** Venues and resources in a real PostgreSQL, held to the contracts of their ports. */
@NullMarked
package dev.holdfast.adapter.postgres.resource;

import org.jspecify.annotations.NullMarked;
