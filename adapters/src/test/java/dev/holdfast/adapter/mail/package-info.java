@NullMarked
package dev.holdfast.adapter.mail;

import org.jspecify.annotations.NullMarked;
