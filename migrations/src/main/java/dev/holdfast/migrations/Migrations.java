package dev.holdfast.migrations;

import org.flywaydb.core.Flyway;

/** The versioned SQL of this module: forward only, the same for production and for tests. */
public final class Migrations {
  private final Flyway flyway;

  /**
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
   * @param user the owner of the schema; needs the right to create tables
   */
  public Migrations(String jdbcUrl, String user, String password) {
    flyway =
        Flyway.configure()
            .dataSource(jdbcUrl, user, password)
            .locations("classpath:dev/holdfast/migrations")
            .validateMigrationNaming(true)
            .cleanDisabled(true)
            .connectRetries(10)
            .connectRetriesInterval(2)
            .load();
  }

  /**
   * Brings the schema to the newest version. Several nodes may call this at once: one does the work
   * while the others wait. Blocks; call it before anything is served.
   *
   * @return how many migrations were applied by this call
   */
  public int apply() {
    return flyway.migrate().migrationsExecuted;
  }
}
