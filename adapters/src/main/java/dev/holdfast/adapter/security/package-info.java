/** Keys, ciphertexts, hashes and tokens: everything that rests on a secret of the installation. */
@NullMarked
package dev.holdfast.adapter.security;

import org.jspecify.annotations.NullMarked;
