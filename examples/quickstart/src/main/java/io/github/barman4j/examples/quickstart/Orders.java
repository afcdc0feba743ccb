/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import io.github.barman4j.testing.postgres.PostgresServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The shop whose orders are lost and found. */
final class Orders {

  private static final String COLUMNS =
      "id bigserial PRIMARY KEY, customer text, amount numeric(10,2), ordered timestamptz"
          + " DEFAULT clock_timestamp()";
  private static final String STATE =
      "SELECT count(*) || ' orders worth ' || sum(amount) || ', newest ' || max(ordered)::timestamptz(3)"
          + " FROM orders";

  private Orders() {}

  static void create(PostgresServer server) {
    server.execute("CREATE TABLE orders (" + COLUMNS + ")");
    add(server, 200_000);
  }

  static void add(PostgresServer server, int count) {
    server.execute(
        "INSERT INTO orders (customer, amount) SELECT md5(random()::text), random() * 1000"
            + " FROM generate_series(1, "
            + count
            + ")");
  }

  /** Returns count, sum and newest order in one line, which tells two states apart. */
  static String state(PostgresServer server) {
    return server.queryString(STATE);
  }

  /** Orders come in without pause until this is closed. */
  static final class BusyShop implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> work;
    private volatile boolean closing;
    private int orders;

    BusyShop(PostgresServer server) {
      work =
          thread.submit(
              () -> {
                while (!closing) {
                  add(server, 500);
                  orders += 500;
                }
              });
    }

    /** Closes the shop and returns how many orders came in. */
    int count() throws InterruptedException, ExecutionException {
      closing = true;
      work.get();
      return orders;
    }

    @Override
    public void close() {
      closing = true;
      thread.shutdown();
    }
  }
}
