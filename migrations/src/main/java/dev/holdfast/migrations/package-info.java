/** Applies the versioned SQL. */
@NullMarked
package dev.holdfast.migrations;

import org.jspecify.annotations.NullMarked;
