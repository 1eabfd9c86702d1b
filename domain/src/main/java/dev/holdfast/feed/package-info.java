/** The log of everything that happened, as its readers see it. */
@NullMarked
package dev.holdfast.feed;

import org.jspecify.annotations.NullMarked;
