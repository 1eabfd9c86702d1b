/** The application as a whole: its walls, and journeys through the running server. */
@NullMarked
package dev.holdfast.app;

import org.jspecify.annotations.NullMarked;
