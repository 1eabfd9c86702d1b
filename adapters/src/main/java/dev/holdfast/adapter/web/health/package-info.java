/** How we are, for whoever asks. */
@NullMarked
package dev.holdfast.adapter.web.health;

import org.jspecify.annotations.NullMarked;
