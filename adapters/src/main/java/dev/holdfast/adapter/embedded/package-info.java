/**
 * PostgreSQL, Redis and a MongoDB-compatible server started beside the application, for whoever has
 * nothing but a JDK.
 */
@NullMarked
package dev.holdfast.adapter.embedded;

import org.jspecify.annotations.NullMarked;
