/** Fixtures, fakes and contracts. */
@NullMarked
package dev.holdfast.audit.port;

import org.jspecify.annotations.NullMarked;
