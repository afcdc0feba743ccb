/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static io.github.barman4j.cnpg.CommandOption.flag;
import static io.github.barman4j.cnpg.CommandOption.value;
import static io.github.barman4j.cnpg.CommandOption.values;
import static io.github.barman4j.cnpg.CommandOption.without;

import io.github.barman4j.cnpg.CommandOption.Arity;
import io.github.barman4j.cnpg.CommandOption.Effect;
import io.github.barman4j.cnpg.CommandOption.ValueEffect;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.restore.TablespaceRelocation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The options of Barman's commands that a resource can add arguments to, up to Barman 3.20. */
final class CommandOptions {

  private static final String SNAPSHOT = "snapshots of disks are not made here";
  private static final String CONNECTION = "the connection is the application's, see BackupSource";

  private CommandOptions() {}

  static List<CommandOption> walArchive() {
    return all(
        List.of(
            common(),
            writing(),
            codecs(),
            Stream.of(
                compression(Codec.XZ, "--xz"),
                value(
                    (section, text, field) ->
                        section.work.say(Section.LEVEL, CompressionLevels.check(text), field),
                    "--compression-level"),
                value((section, text, field) -> section.addHistoryTag(text), "--history-tag"),
                values((section, text, field) -> section.addHistoryTag(text), "--history-tags"),
                store(Provider.AZURE, "part-size", StoreSizes::blockSize, "--max-block-size"),
                store(Provider.AZURE, "upload-threads", Numbers::positive, "--max-concurrency"),
                without(
                    Arity.ONE,
                    "a body smaller than the option part-size of the store is sent in one request",
                    "--max-single-put-size"))));
  }

  static List<CommandOption> walRestore() {
    return all(
        List.of(
            common(),
            Stream.of(
                flag(
                    (section, none, field) -> section.work.say(Section.NO_PARTIAL, true, field),
                    "--no-partial"),
                value(
                    (section, text, field) ->
                        section.work.say(Section.PARALLEL, Numbers.atLeast(0, text), field),
                    "-p",
                    "--parallel"),
                without(
                    Arity.ONE, "where files are prefetched is the application's", "--spool-dir"))));
  }

  static List<CommandOption> backup() {
    return all(List.of(common(), writing(), codecs(), backupWork(), snapshots()));
  }

  static List<CommandOption> restore() {
    return all(
        List.of(
            common(),
            snapshots(),
            Stream.of(
                value(CommandOptions::tablespace, "--tablespace"),
                without(
                    Arity.ONE,
                    "the target is in the RestoreRequest",
                    "--target-tli",
                    "--target-lsn",
                    "--target-time"),
                without(
                    Arity.ONE,
                    SNAPSHOT,
                    "--snapshot-recovery-instance",
                    "--snapshot-recovery-zone"))));
  }

  private static Stream<CommandOption> common() {
    return Stream.of(
        store(Provider.S3, "endpoint-url", text -> text, "--endpoint-url"),
        store(Provider.S3, "profile", text -> text, "-P", "--aws-profile", "--profile"),
        value(
            (section, text, field) ->
                section.store.say("read-timeout", Numbers.positive(text) + " s", field),
            "--read-timeout"),
        store(
            Provider.S3,
            "addressing-style",
            text -> choice(text, List.of("auto", "virtual", "path")),
            "--addressing-style"),
        store(Provider.S3, "sse-customer-key", CommandOptions::keyFile, "--sse-customer-key"),
        store(
            Provider.AZURE,
            "credential",
            text -> choice(text, List.of("azure-cli", "managed-identity", "default")),
            "--azure-credential",
            "--credential"),
        value(CommandOptions::provider, "--cloud-provider"),
        without(Arity.NONE, "how much is logged is the application's", "-v", "--verbose"),
        without(Arity.NONE, "how much is logged is the application's", "-q", "--quiet"),
        without(Arity.NONE, "tests nothing here, see ObjectStores.probe", "-t", "--test"),
        without(Arity.NONE, "only prints", "-V", "--version", "--help"));
  }

  private static Stream<CommandOption> writing() {
    return Stream.of(
        store(
            Provider.S3,
            "encryption",
            text -> choice(text, List.of("AES256", "aws:kms")),
            "-e",
            "--encryption"),
        store(Provider.S3, "sse-kms-key-id", text -> text, "--sse-kms-key-id"),
        store(Provider.GOOGLE, "kms-key-name", text -> text, "--kms-key-name"),
        store(Provider.AZURE, "encryption-scope", text -> text, "--encryption-scope"),
        value((section, text, field) -> section.addTag(text), "--tag"),
        values((section, text, field) -> section.addTag(text), "--tags"));
  }

  private static Stream<CommandOption> codecs() {
    return Stream.of(
        compression(Codec.GZIP, "-z", "--gzip"),
        compression(Codec.BZIP2, "-j", "--bzip2"),
        compression(Codec.SNAPPY, "--snappy"),
        compression(Codec.LZ4, "--lz4"),
        compression(Codec.ZSTD, "--zstd"));
  }

  private static Stream<CommandOption> backupWork() {
    return Stream.of(
        flag(
            (section, none, field) -> section.work.say(Section.CHECKPOINT, true, field),
            "--immediate-checkpoint"),
        work(Section.JOBS, text -> Numbers.atLeast(1, text), "-J", "--jobs"),
        work(Section.PART_SIZE, StoreSizes::archiveSize, "-S", "--max-archive-size"),
        work(Section.BANDWIDTH, BarmanSize::parse, "--max-bandwidth"),
        value(CommandOptions::minChunkSize, "--min-chunk-size"),
        without(Arity.ONE, "the name of a backup is of who takes it", "-n", "--name"),
        without(Arity.ONE, CONNECTION, "-h", "--host"),
        without(Arity.ONE, CONNECTION, "-p", "--port"),
        without(Arity.ONE, CONNECTION, "-U", "--user"),
        without(Arity.ONE, CONNECTION, "-d", "--dbname"),
        without(Arity.ONE, CONNECTION, "--keepalive-interval"));
  }

  private static Stream<CommandOption> snapshots() {
    return Stream.of(
        without(
            Arity.ONE,
            SNAPSHOT,
            "--snapshot-instance",
            "--snapshot-disk",
            "--snapshot-zone",
            "--snapshot-gcp-project",
            "--gcp-project",
            "--gcp-zone",
            "--aws-region",
            "--aws-await-snapshots-timeout",
            "--aws-snapshot-lock-mode",
            "--aws-snapshot-lock-cool-off-period",
            "--aws-snapshot-lock-expiration-date",
            "--aws-snapshot-lock-duration",
            "--azure-subscription-id",
            "--azure-resource-group"));
  }

  private static CommandOption compression(Codec codec, String... names) {
    Effect effect = (section, none, field) -> section.work.say(Section.COMPRESSION, codec, field);
    return flag(effect, names);
  }

  private static CommandOption work(String slot, Function<String, Object> parser, String... names) {
    return value(
        (section, text, field) -> section.work.say(slot, parser.apply(text), field), names);
  }

  private static CommandOption store(
      Provider only, String property, UnaryOperator<String> parser, String... names) {
    ValueEffect effect =
        (section, text, field) -> {
          section.provider.require(only);
          section.store.say(property, parser.apply(text), field);
        };
    return value(effect, names);
  }

  private static void minChunkSize(Section section, String text, String field) {
    String size = StoreSizes.minPartSize(text);
    if (!size.isEmpty()) {
      section.store.say("part-size", size, field);
    }
  }

  private static void provider(Section section, String text, String field) {
    if (!section.provider.option().equals(text)) {
      throw new IllegalArgumentException("the credentials are for " + section.provider.option());
    }
  }

  private static void tablespace(Section section, String text, String field) {
    if (text.indexOf(":/") < 1) {
      throw new IllegalArgumentException("has the form NAME:/DIRECTORY, got '" + text + "'");
    }
    TablespaceRelocation relocation = TablespaceRelocation.parse(text);
    section.tablespaces.put(relocation.name(), Path.of(relocation.location()));
  }

  private static String keyFile(String text) {
    String scheme = "file://";
    if (!text.startsWith(scheme + "/")) {
      throw new IllegalArgumentException("has the form file:///FILE with the key in Base64");
    }
    return text.substring(scheme.length());
  }

  private static String choice(String text, List<String> choices) {
    if (!choices.contains(text)) {
      throw new IllegalArgumentException(
          "is one of " + String.join(", ", choices) + ", got '" + text + "'");
    }
    return text;
  }

  private static List<CommandOption> all(List<Stream<CommandOption>> groups) {
    return groups.stream().flatMap(group -> group).toList();
  }
}
