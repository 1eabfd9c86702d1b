/** What is counted and measured. */
@NullMarked
package dev.holdfast.adapter.metrics;

import org.jspecify.annotations.NullMarked;
