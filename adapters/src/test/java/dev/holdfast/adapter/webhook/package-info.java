/** Tests. */
@NullMarked
package dev.holdfast.adapter.webhook;

import org.jspecify.annotations.NullMarked;
