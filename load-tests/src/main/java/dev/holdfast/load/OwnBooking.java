package dev.holdfast.load;

import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Stack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A booking, and to whom it belongs. */
record OwnBooking(String id, Account owner) {
  /** The newest ones of all accounts, at most so many. */
  static List<OwnBooking> newest(Stack stack, int count) throws SQLException {
    var owners =
        stack.accounts().stream().collect(Collectors.toMap(Account::id, Function.identity()));
    var newest = new ArrayList<OwnBooking>();
    try (var connection = stack.postgres().connect();
        var statement =
            connection.prepareStatement(
                "SELECT id, user_id FROM bookings WHERE user_id = ANY(?) ORDER BY id DESC LIMIT"
                    + " ?")) {
      statement.setArray(1, connection.createArrayOf("uuid", owners.keySet().toArray()));
      statement.setInt(2, count);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var owner = owners.get(rows.getObject(2, UUID.class));
          if (owner != null) {
            newest.add(new OwnBooking(rows.getString(1), owner));
          }
        }
      }
    }
    return newest;
  }
}
