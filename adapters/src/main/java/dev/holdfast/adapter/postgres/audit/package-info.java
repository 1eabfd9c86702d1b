/** What the audit trail keeps in PostgreSQL. */
@NullMarked
package dev.holdfast.adapter.postgres.audit;

import org.jspecify.annotations.NullMarked;
