/** What keeping quotas means, and quotas in memory. */
@NullMarked
package dev.holdfast.shared.limit;

import org.jspecify.annotations.NullMarked;
