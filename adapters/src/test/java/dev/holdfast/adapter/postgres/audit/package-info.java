@NullMarked
package dev.holdfast.adapter.postgres.audit;

import org.jspecify.annotations.NullMarked;
