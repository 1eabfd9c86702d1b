package dev.holdfast.adapter.web;

/** The routes of one context. */
@FunctionalInterface
public interface RouteGroup {
  /** Enters the routes into the table. */
  void declare(RouteTable routes);
}
