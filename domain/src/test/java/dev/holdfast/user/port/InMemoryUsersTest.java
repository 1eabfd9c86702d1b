package dev.holdfast.user.port;

class InMemoryUsersTest implements UsersContract {
  private final InMemorySessions sessions = new InMemorySessions();
  private final InMemoryUsers users = new InMemoryUsers(sessions);

  @Override
  public Users users() {
    return users;
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }
}
