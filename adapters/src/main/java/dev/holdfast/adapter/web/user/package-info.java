/** Accounts and sessions over HTTP. */
@NullMarked
package dev.holdfast.adapter.web.user;

import org.jspecify.annotations.NullMarked;
