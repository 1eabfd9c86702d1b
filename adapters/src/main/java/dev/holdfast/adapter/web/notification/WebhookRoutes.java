package dev.holdfast.adapter.web.notification;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** The routes of webhook endpoints and their deliveries. */
public final class WebhookRoutes implements RouteGroup {
  private static final Permission MANAGE = Permission.WEBHOOK_MANAGE;
  private static final String ENDPOINTS = "/v1/webhook-endpoints";
  private static final String ENDPOINT = "/v1/webhook-endpoints/{id}";
  private static final String DELIVERY = "/v1/webhook-deliveries/{id}";

  private final WebhookEndpointHandler endpoints;
  private final WebhookDeliveryHandler deliveries;

  public WebhookRoutes(WebhookEndpointHandler endpoints, WebhookDeliveryHandler deliveries) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(GET, ENDPOINTS, MANAGE, endpoints::list, Lists.types())
        .secured(POST, ENDPOINTS, MANAGE, endpoints::create)
        .secured(GET, ENDPOINT, MANAGE, endpoints::show)
        .secured(PATCH, ENDPOINT, MANAGE, endpoints::change)
        .secured(DELETE, ENDPOINT, MANAGE, endpoints::delete)
        .secured(POST, ENDPOINT + "/rotate-secret", MANAGE, endpoints::rotateSecret)
        .secured(POST, ENDPOINT + "/test", MANAGE, endpoints::test)
        .secured(GET, "/v1/webhook-deliveries", MANAGE, deliveries::list, Lists.types())
        .secured(GET, DELIVERY, MANAGE, deliveries::show)
        .secured(POST, DELIVERY + "/replay", MANAGE, deliveries::replay);
  }
}
