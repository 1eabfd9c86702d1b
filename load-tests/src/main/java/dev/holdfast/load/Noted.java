package dev.holdfast.load;

import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Fields;
import dev.holdfast.load.stack.Stack;

/**
 * A booking whose note is changed again and again: something happens to it for as long as somebody
 * follows it.
 *
 * @param created the id of its first event
 */
record Noted(String id, Account owner, String created) {
  static Noted book(Stack stack, Account owner) {
    long slot = stack.slots().take();
    var api = stack.server().api();
    var booking =
        api.post(
            "/v1/bookings",
            owner.token(),
            """
            {"items":[{"resourceId":"%s","start":"%s","end":"%s"}]}\
            """
                .formatted(
                    stack.slots().resource(slot),
                    stack.slots().start(slot),
                    stack.slots().end(slot)));
    var id = Fields.text(booking, "id");
    var history = api.get("/v1/bookings/" + id + "/history", owner.token());
    return new Noted(id, owner, Fields.text(history, "id"));
  }

  /**
   * Changes the note, one change after the other.
   *
   * @return how many
   */
  long keepNoting(Stack stack, long until) {
    long count = 0;
    while (System.nanoTime() < until) {
      count++;
      stack
          .server()
          .api()
          .patch("/v1/bookings/" + id, owner.token(), count, "{\"note\":\"note " + count + "\"}");
    }
    return count;
  }
}
