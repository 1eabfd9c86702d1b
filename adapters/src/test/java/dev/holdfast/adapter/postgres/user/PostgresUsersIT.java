package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.Users;
import dev.holdfast.user.port.UsersContract;

class PostgresUsersIT implements UsersContract {
  private final Users users = new PostgresUsers(TestDatabase.database(), TestDatabase.journal());
  private final Sessions sessions =
      new PostgresSessions(TestDatabase.database(), TestDatabase.journal());

  @Override
  public Users users() {
    return users;
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }
}
