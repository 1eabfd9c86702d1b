package dev.holdfast.user.port;

class InMemoryUsersTest implements UsersContract {
  private final InMemoryUsers users = new InMemoryUsers();

  @Override
  public Users users() {
    return users;
  }
}
