package dev.holdfast.user.port;

import dev.holdfast.shared.UserId;

class InMemorySessionsTest implements SessionsContract {
  private final InMemorySessions sessions = new InMemorySessions();

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public UserId user() {
    return UserId.next();
  }
}
