@NullMarked
package dev.holdfast.adapter.postgres;

import org.jspecify.annotations.NullMarked;
