/** MongoDB, where the audit trail is kept. */
@NullMarked
package dev.holdfast.adapter.mongo;

import org.jspecify.annotations.NullMarked;
