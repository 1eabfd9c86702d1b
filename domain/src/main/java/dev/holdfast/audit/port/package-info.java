/** What the audit trail needs from outside. */
@NullMarked
package dev.holdfast.audit.port;

import org.jspecify.annotations.NullMarked;
