package dev.holdfast.feed.port;

import java.util.UUID;

class InMemoryEventLogTest implements EventLogContract {
  private final InMemoryEventLog log = new InMemoryEventLog();

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public Writer begin() {
    var transaction = log.begin();
    return new Writer() {
      @Override
      public void append(UUID aggregate, long version) {
        log.append(transaction, aggregate);
      }

      @Override
      public void commit() {
        log.commit(transaction);
      }

      @Override
      public void rollback() {
        log.rollback(transaction);
      }
    };
  }
}
