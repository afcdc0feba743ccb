/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setHome() {
    environment.put("HOME", home.toString());
  }

  private ConnectionSettings resolve(String conninfo) {
    return ConnectionSettings.resolve(Conninfo.parse(conninfo), environment);
  }

  @Test
  void withoutAnythingItIsTheSocketAndTheUserOfTheSystem() {
    ConnectionSettings settings = resolve("");
    assertThat(settings.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(settings.database()).isEqualTo(settings.user());
    assertThat(settings.addresses())
        .singleElement()
        .satisfies(address -> assertThat(address.isSocket()).isTrue())
        .satisfies(address -> assertThat(address.port()).isEqualTo(5432));
  }

  @Test
  void theStringWinsOverTheServiceAndThatOverTheEnvironment() throws IOException {
    Files.writeString(
        home.resolve(".pg_service.conf"),
        "# comment\n[other]\nhost=x\n[mine]\nhost = of-service\nport=7\nuser=s\n");
    environment.put("PGSERVICE", "mine");
    environment.put("PGPORT", "8");
    environment.put("PGDATABASE", "d");
    ConnectionSettings settings = resolve("user=u");
    assertThat(settings.addresses()).containsExactly(new ServerAddress("of-service", "", 7));
    assertThat(settings.user()).isEqualTo("u");
    assertThat(settings.database()).isEqualTo("d");
  }

  @Test
  void aServiceThatIsNowhereIsAnError() {
    assertThatThrownBy(() -> resolve("service=nowhere"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("definition of service \"nowhere\" not found");
  }

  @Test
  void hostsAndPortsGoTogether() {
    assertThat(resolve("host=a,b port=1,2").addresses())
        .containsExactly(new ServerAddress("a", "", 1), new ServerAddress("b", "", 2));
    assertThat(resolve("host=a,b port=3").addresses())
        .extracting(ServerAddress::port)
        .containsExactly(3, 3);
    assertThat(resolve("host=name hostaddr=10.0.0.1").addresses())
        .singleElement()
        .satisfies(address -> assertThat(address.target()).isEqualTo("10.0.0.1"))
        .satisfies(address -> assertThat(address.nameInPasswordFile()).isEqualTo("name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          host=a,b,c port=1,2 | could not match 2 port numbers to 3 hosts
          port=abc            | invalid port number: not a number
          postgresql://u:pa/ss@h/db | invalid port number: not a number
          port=70000          | invalid port number
          host=@abstract      | abstract namespace
          """)
  void addressesThatAreNoneAreRefused(String conninfo, String message) {
    assertThatThrownBy(() -> resolve(conninfo).addresses())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatHasNoEffectHereIsRefused() {
    environment.put("PGREQUIREPEER", "postgres");
    assertThatThrownBy(() -> resolve("")).hasMessageContaining("requirepeer does not work here");
    environment.clear();
    assertThatThrownBy(() -> resolve("target_session_attrs=standby"))
        .hasMessageContaining("target_session_attrs");
    assertThat(resolve("target_session_attrs=any").database()).isNotEmpty();
  }

  /** What pg_basebackup writes for a standby says all of libpq's defaults. */
  @Test
  void whatLibpqDoesByDefaultIsAllowed() {
    String written =
        "user=u channel_binding=prefer host=h port=5432 sslmode=prefer sslnegotiation=postgres"
            + " sslcompression=0 sslcertmode=allow sslsni=1 ssl_min_protocol_version=TLSv1.2"
            + " gssencmode=prefer krbsrvname=postgres gssdelegation=0 target_session_attrs=any"
            + " load_balance_hosts=disable";
    assertThat(resolve(written).user()).isEqualTo("u");
    assertThatThrownBy(() -> resolve("ssl_min_protocol_version=TLSv1.3"))
        .hasMessageContaining("ssl_min_protocol_version does not work here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          h:5432:d:u:first          | first
          *:*:*:*:any               | any
          h:5432:d:other:no         | ""
          h:1:d:u:no                | ""
          #h:5432:d:u:no            | ""
          h:5432:d:u:a:b            | a:b
          h:5432:d:u:a\\:b\\\\c      | a:b\\c
          h:5432:d:u:               | ""
          h\\:5432:d:u:no           | ""
          """)
  void passwordsComeFromTheFile(String line, String expected) throws IOException {
    writePasswords(line + "\n*:*:never:*:no", "rw-------");
    String password = passwordFor("host=h user=u dbname=d");
    assertThat(password).isEqualTo(expected);
  }

  @Test
  void aPasswordFileThatOthersCanReadIsNotUsed() throws IOException {
    writePasswords("*:*:*:*:secret", "rw-r-----");
    assertThat(passwordFor("host=h user=u dbname=d")).isEmpty();
  }

  @Test
  void theSocketOfTheSystemIsLocalhostInThePasswordFile() throws IOException {
    writePasswords("localhost:5432:d:u:local\n/elsewhere:*:*:*:there", "rw-------");
    assertThat(passwordFor("host=/var/run/postgresql user=u dbname=d")).isEqualTo("local");
    assertThat(passwordFor("host=/elsewhere user=u dbname=d")).isEqualTo("there");
  }

  @Test
  void aPasswordThatIsGivenWinsOverTheFile() throws IOException {
    writePasswords("*:*:*:*:file", "rw-------");
    environment.put("PGPASSWORD", "given");
    assertThat(passwordFor("host=h user=u dbname=d")).isEqualTo("given");
  }

  private String passwordFor(String conninfo) {
    ConnectionSettings settings = resolve(conninfo);
    return settings.password(settings.addresses().get(0));
  }

  private void writePasswords(String lines, String mode) throws IOException {
    Path file = Files.writeString(home.resolve(".pgpass"), lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
