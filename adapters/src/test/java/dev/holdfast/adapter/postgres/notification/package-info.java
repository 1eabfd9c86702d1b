/** Tests. */
@NullMarked
package dev.holdfast.adapter.postgres.notification;

import org.jspecify.annotations.NullMarked;
