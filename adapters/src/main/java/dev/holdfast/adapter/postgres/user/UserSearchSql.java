package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.port.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a search, each only where it restricts: plans are generic here, and one that
 * has to reckon with every condition being absent can use no index for any.
 */
final class UserSearchSql {
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private UserSearchSql() {}

  static UserSearchSql of(Users.Filter filter, @Nullable UUID after) {
    var search = new UserSearchSql();
    search.restrict("email_hash =", bytes(filter.email()));
    search.restrict("phone_hash =", bytes(filter.phone()));
    search.restrict("first_name_hash =", bytes(filter.firstName()));
    search.restrict("last_name_hash =", bytes(filter.lastName()));
    search.restrict("role =", filter.role() == null ? null : filter.role().name());
    search.restrict("is_active =", filter.isActive());
    search.restrict("id <", after);
    return search;
  }

  private static byte @Nullable [] bytes(@Nullable LookupHash hash) {
    return hash == null ? null : PostgresUsers.bytes(hash);
  }

  private void restrict(String condition, @Nullable Object value) {
    if (value != null) {
      values.add(value);
      conditions.add(" AND " + condition + " $" + values.size());
    }
  }

  /** What stands behind the list of tables. */
  String where(int limit) {
    return "WHERE data_key IS NOT NULL"
        + String.join("", conditions)
        + " ORDER BY id DESC LIMIT "
        + limit;
  }

  /** Binds the values of the conditions. */
  Sql bind(Sql statement) {
    values.forEach(statement::bind);
    return statement;
  }
}
