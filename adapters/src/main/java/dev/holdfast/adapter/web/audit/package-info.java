/** Reading the audit trail. */
@NullMarked
package dev.holdfast.adapter.web.audit;

import org.jspecify.annotations.NullMarked;
