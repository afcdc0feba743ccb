/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The words of a connection string, each with the environment variable that stands in for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">PostgreSQL, Database
 *     Connection Control Functions</a>
 */
enum Keyword {
  SERVICE("PGSERVICE", Use.OURS),
  SERVICEFILE("PGSERVICEFILE", Use.OURS),
  HOST("PGHOST", Use.OURS),
  HOSTADDR("PGHOSTADDR", Use.OURS),
  PORT("PGPORT", Use.OURS),
  DBNAME("PGDATABASE", Use.OURS),
  USER("PGUSER", Use.OURS),
  PASSWORD("PGPASSWORD", Use.OURS),
  PASSFILE("PGPASSFILE", Use.OURS),
  OPTIONS("PGOPTIONS", Use.OURS),
  APPLICATION_NAME("", Use.OURS),
  FALLBACK_APPLICATION_NAME("", Use.OURS),
  CONNECT_TIMEOUT("PGCONNECT_TIMEOUT", Use.OURS),
  TCP_USER_TIMEOUT("", Use.LEFT_OUT),
  KEEPALIVES("", Use.OURS),
  KEEPALIVES_IDLE("", Use.LEFT_OUT),
  KEEPALIVES_INTERVAL("", Use.LEFT_OUT),
  KEEPALIVES_COUNT("", Use.LEFT_OUT),
  SSLMODE("PGSSLMODE", Use.OURS),
  SSLNEGOTIATION("PGSSLNEGOTIATION", Use.OURS),
  SSLROOTCERT("PGSSLROOTCERT", Use.OURS),
  SSLCERT("PGSSLCERT", Use.OURS),
  SSLKEY("PGSSLKEY", Use.OURS),
  SSLPASSWORD("", Use.OURS),
  SSLCOMPRESSION("PGSSLCOMPRESSION", Use.LEFT_OUT),
  SSLSNI("PGSSLSNI", Use.LEFT_OUT),
  SSL_MIN_PROTOCOL_VERSION("PGSSLMINPROTOCOLVERSION", "TLSv1.2"),
  SSL_MAX_PROTOCOL_VERSION("PGSSLMAXPROTOCOLVERSION", Use.REFUSED),
  SSLCRL("PGSSLCRL", Use.REFUSED),
  SSLCRLDIR("PGSSLCRLDIR", Use.REFUSED),
  SSLCERTMODE("PGSSLCERTMODE", "allow"),
  REQUIREPEER("PGREQUIREPEER", Use.REFUSED),
  REQUIRE_AUTH("PGREQUIREAUTH", Use.REFUSED),
  CHANNEL_BINDING("PGCHANNELBINDING", Use.OURS),
  GSSENCMODE("PGGSSENCMODE", Use.OURS),
  KRBSRVNAME("PGKRBSRVNAME", Use.OURS),
  GSSLIB("PGGSSLIB", Use.LEFT_OUT),
  GSSDELEGATION("PGGSSDELEGATION", Use.LEFT_OUT),
  TARGET_SESSION_ATTRS("PGTARGETSESSIONATTRS", "any"),
  LOAD_BALANCE_HOSTS("PGLOADBALANCEHOSTS", Use.LEFT_OUT),
  MIN_PROTOCOL_VERSION("PGMINPROTOCOLVERSION", Use.LEFT_OUT),
  MAX_PROTOCOL_VERSION("PGMAXPROTOCOLVERSION", Use.LEFT_OUT),
  CLIENT_ENCODING("PGCLIENTENCODING", Use.LEFT_OUT),
  REPLICATION("", Use.REFUSED);

  /** What becomes of a word. */
  private enum Use {
    /** It takes effect. */
    OURS,
    /** It tunes what is tuned otherwise here, so nothing is lost without it. */
    LEFT_OUT,
    /** Libpq's default takes effect, other values do not. */
    ONLY_DEFAULT,
    /** It asks for something that is not done here, and would be missed. */
    REFUSED
  }

  private final String variable;
  private final Use use;
  private final String byDefault;

  Keyword(String variable, Use use) {
    this(variable, use, "");
  }

  Keyword(String variable, String onlyValue) {
    this(variable, Use.ONLY_DEFAULT, onlyValue);
  }

  Keyword(String variable, Use use, String byDefault) {
    this.variable = variable;
    this.use = use;
    this.byDefault = byDefault;
  }

  /** Returns the word as it is written. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the variable, empty if the word has none. */
  String variable() {
    return variable;
  }

  static Optional<Keyword> find(String word) {
    return Arrays.stream(values()).filter(keyword -> keyword.word().equals(word)).findFirst();
  }

  /**
   * Returns the keyword.
   *
   * @param where the word was read, for the message
   * @throws ConnectionException if there is none
   */
  static Keyword parse(String word, String where) {
    return find(word)
        .orElseThrow(
            () ->
                new ConnectionException("invalid connection option \"" + word + "\" in " + where));
  }

  /**
   * Makes sure that a value takes effect.
   *
   * @throws ConnectionException if it would not
   */
  void require(String value) {
    boolean isDefault = value.isEmpty() || value.equals(byDefault);
    if (use == Use.REFUSED || (use == Use.ONLY_DEFAULT && !isDefault)) {
      throw new ConnectionException(
          "The connection option " + word() + " does not work here; leave it out");
    }
  }
}
