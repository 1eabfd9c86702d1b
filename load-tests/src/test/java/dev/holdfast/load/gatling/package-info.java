/** The cases of the programs as simulations, for any server and with a report to look at. */
@NullMarked
package dev.holdfast.load.gatling;

import org.jspecify.annotations.NullMarked;
