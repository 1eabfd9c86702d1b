package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.user.port.Users;
import dev.holdfast.user.port.UsersContract;

class PostgresUsersIT implements UsersContract {
  private final Users users = new PostgresUsers(TestDatabase.database(), TestDatabase.journal());

  @Override
  public Users users() {
    return users;
  }
}
