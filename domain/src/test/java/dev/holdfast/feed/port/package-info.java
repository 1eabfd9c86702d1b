/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.feed.port;

import org.jspecify.annotations.NullMarked;
