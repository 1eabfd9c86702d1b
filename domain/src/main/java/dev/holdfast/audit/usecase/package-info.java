/** Writing and reading the audit trail. */
@NullMarked
package dev.holdfast.audit.usecase;

import org.jspecify.annotations.NullMarked;
