/** Holds every answer of the server to openapi.yaml. */
@NullMarked
package dev.holdfast.app.contract;

import org.jspecify.annotations.NullMarked;
