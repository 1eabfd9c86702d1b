/** Venues, resources and what is taken of them, in PostgreSQL. */
@NullMarked
package dev.holdfast.adapter.postgres.resource;

import org.jspecify.annotations.NullMarked;
