/** Whether PostgreSQL is there. */
@NullMarked
package dev.holdfast.adapter.postgres.health;

import org.jspecify.annotations.NullMarked;
