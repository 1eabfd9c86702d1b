@NullMarked
package dev.holdfast.adapter.postgres.user;

import org.jspecify.annotations.NullMarked;
