package dev.holdfast.load.stack;

import redis.embedded.RedisServer;

/** A Redis of one's own, as the product runs it: a bounded cache that keeps nothing on disk. */
final class Redis implements AutoCloseable {
  private final RedisServer server;
  private final int port;

  Redis(int port) {
    this.port = port;
    server =
        RedisServer.builder()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .setting("maxmemory 128mb")
            .setting("maxmemory-policy allkeys-lru")
            .build();
    server.start();
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.stop();
  }
}
