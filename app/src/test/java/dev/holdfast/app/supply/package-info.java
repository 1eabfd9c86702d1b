/** What the server is made of, held to what is known about it. */
@NullMarked
package dev.holdfast.app.supply;

import org.jspecify.annotations.NullMarked;
