/**
 * Keys, ciphertexts, hashes and tokens: everything that rests on a secret of the installation, and
 * tokens of others.
 */
@NullMarked
package dev.holdfast.adapter.security;

import org.jspecify.annotations.NullMarked;
