/** The composition root: main class, wiring, configuration. */
@NullMarked
package dev.holdfast.app;

import org.jspecify.annotations.NullMarked;
