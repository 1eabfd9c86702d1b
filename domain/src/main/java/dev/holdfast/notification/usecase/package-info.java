/** Deciding what people are told, and telling them. */
@NullMarked
package dev.holdfast.notification.usecase;

import org.jspecify.annotations.NullMarked;
