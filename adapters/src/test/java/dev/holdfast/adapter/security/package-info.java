@NullMarked
package dev.holdfast.adapter.security;

import org.jspecify.annotations.NullMarked;
