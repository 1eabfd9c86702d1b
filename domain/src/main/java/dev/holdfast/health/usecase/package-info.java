/** Looking at everything we depend on. */
@NullMarked
package dev.holdfast.health.usecase;

import org.jspecify.annotations.NullMarked;
